import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '#contract/clock.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { reconcile } from '#server/submissions/reconcile.ts'
import { postgresLedger } from '#server/submissions/postgresLedger.ts'
import { createSubmissions } from '#server/submissions/submissions.ts'
import { aCreate, customer, deskDatabase, workspaceOn } from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'

let database: Database
let backend: MemoryBackend
let now: number
/** Ids of the contacts Ann (primary), Bob and Cem. */
let ids: [string, string, string]

beforeAll(async () => {
  database = await deskDatabase()
})

beforeEach(async () => {
  await database.query('delete from desk.submissions')
  meanwhile = async () => {}
  now = Date.parse('2026-05-04T10:00:00Z')
  backend = memoryBackend(customer, () => now)
  const made = []
  for (const name of ['Ann', 'Bob', 'Cem'])
    made.push(await backend.create(customer.id, { name, is_primary: name === 'Ann' }))
  ids = made.map(({ id }) => id) as typeof ids
})

/** What happens while one waits. */
let meanwhile: () => Promise<void>

/** A pause takes no time here, and as long as it says by the clock. */
const clock: Clock = {
  now: () => now,
  random: () => 0,
  pause: async (milliseconds, signal) => {
    // Waiting for the whole answer is what the tests do.
    if (milliseconds >= 15_000) return new Promise(() => {})
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
    now += milliseconds
    await meanwhile()
  },
}

/** One more gateway on the same database. */
function aGateway() {
  const ledger = postgresLedger(database)
  const submissions = createSubmissions({ ledger, clock, follow: () => {}, restoredAt: null })
  const workspace = workspaceOn(backend)
  return {
    async save(
      name: string,
      submission: Submission,
      submissionId = randomUUID(),
    ): Promise<Outcome> {
      const person = { id: name.toLowerCase(), name, email: null }
      const log = pino({ level: 'silent' })
      const asking = {
        workspace,
        submissionId,
        person,
        role: 'editor',
        reference: 'R',
        log,
        pressedAgo: 0,
      } as const
      return (await submissions.put(asking, submission)).outcome
    },
    /** What is due is looked at, as the sweeper does. */
    async sweep(): Promise<void> {
      const desk = { ledger, clock, follow: () => {} }
      for (const key of await ledger.due(['desk'], new Date(now), 100)) {
        const entry = await ledger.takeOver(key, new Date(now))
        if (entry) await reconcile(desk, workspace, entry)
      }
    },
  }
}

type Gateway = ReturnType<typeof aGateway>

/** Sweeps whenever something is due, for so many seconds. */
async function after(seconds: number, gateway: Gateway): Promise<void> {
  for (const until = now + seconds * 1000; now < until; now += 1000) await gateway.sweep()
}

const rename = (name: string, from = 'Bob'): Submission => ({
  ...{ op: 'update', revision: 1, customer: customer.id, contact: ids[1] },
  ...{ values: { name }, before: { name: from } },
})
const move = (contact: string, from: string | null | undefined): Submission => ({
  ...{ op: 'primary', revision: 1, customer: customer.id, contact },
  ...(from === undefined ? {} : { from }),
})
const primaries = () => backend.held.filter(({ primary }) => primary).map(({ name }) => name)
const rows = () => database.query('select id from desk.submissions')

/** The next write stays on its way until it is let in. */
function holdNext(): { arrived: Promise<void>; letIn(): void } {
  let letIn = () => {}
  const gate = new Promise<void>((resolve) => (letIn = resolve))
  const arrived = new Promise<void>((resolve) => {
    backend.arriving = async () => {
      backend.arriving = async () => {}
      resolve()
      await gate
    }
  })
  return { arrived, letIn }
}

/**
 * The held write is let in when another one has begun to wait for it, and ends before the wait goes on:
 * pauses take no time here, and the database may be slow.
 */
function letInOnceWaitedFor(held: { letIn(): void }, first: Promise<Outcome>): void {
  let isLetIn = false
  meanwhile = async () => {
    if (isLetIn) return
    isLetIn = true
    held.letIn()
    await first
  }
}

/** The billing system carries nothing out, and answers nothing. */
function away() {
  backend.arriving = async () => {
    throw new BackendError({ kind: 'outcomeUnknown', status: null })
  }
}

function back() {
  backend.arriving = async () => {}
}

describe('two people of one desk, on two gateways', () => {
  test('who save the same field: the second is told what it holds now', async () => {
    const held = holdNext()
    const first = aGateway().save('Tom', rename('Bobby'))
    await held.arrived
    letInOnceWaitedFor(held, first)
    const second = aGateway().save('Uma', rename('Robert'))
    expect((await first).state).toBe('succeeded')
    expect(await second).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: { name: 'Bobby' } },
    })
    expect(backend.held[1]!.name).toBe('Bobby')
  })

  test('who move the primary: the second is told who is primary now', async () => {
    const held = holdNext()
    const first = aGateway().save('Tom', move(ids[1], ids[0]))
    await held.arrived
    letInOnceWaitedFor(held, first)
    const second = aGateway().save('Uma', move(ids[2], ids[0]))
    expect((await first).state).toBe('succeeded')
    const holder = { id: ids[1], name: 'Bob' }
    expect(await second).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: {}, holder },
    })
    expect(primaries()).toEqual(['Bob'])
  })

  test('who begin in the same moment: one of them is saved', async () => {
    const [one, other] = [aGateway(), aGateway()]
    for (let round = 0; round < 5; round++) {
      const was = backend.held[1]!.name
      const ends = await Promise.all([
        one.save('Tom', rename(`Tom’s ${round}`, was)),
        other.save('Uma', rename(`Uma’s ${round}`, was)),
      ])
      expect(ends.map(({ state }) => state).toSorted()).toEqual(['rejected', 'succeeded'])
    }
  })
})

describe('what takes turns', () => {
  const flagged = () => aCreate({ name: 'Dan', is_primary: true })
  const removal = (): Submission => ({
    ...{ op: 'remove', revision: 1, customer: customer.id, contact: ids[2] },
  })

  test.each([
    ['a change', () => rename('Robert', 'Bobby')],
    ['a deletion', removal],
    ['a move', () => move(ids[2], undefined)],
    ['a create with the primary', flagged],
  ])('%s waits', async (_, submission) => {
    const held = holdNext()
    const first = aGateway().save('Tom', rename('Bobby'))
    await held.arrived
    expect(await aGateway().save('Uma', submission())).toEqual({
      state: 'pending',
      waitingFor: 'Tom',
    })
    expect(await rows()).toHaveLength(1)
    held.letIn()
    await first
    expect((await aGateway().save('Uma', submission())).state).toBe('succeeded')
  })

  test('a plain create does not', async () => {
    const held = holdNext()
    const first = aGateway().save('Tom', rename('Bobby'))
    await held.arrived
    expect((await aGateway().save('Uma', aCreate({ name: 'Dan' }))).state).toBe('succeeded')
    held.letIn()
    await first
  })

  test('the same person is told that it is their own change', async () => {
    const held = holdNext()
    const first = aGateway().save('Tom', rename('Bobby'))
    await held.arrived
    expect(await aGateway().save('Tom', move(ids[2], null))).toEqual({
      state: 'pending',
      waitingFor: null,
    })
    held.letIn()
    await first
  })

  test('a corrected revision takes the lock like a first one', async () => {
    const submissionId = randomUUID()
    const gateway = aGateway()
    expect((await gateway.save('Uma', rename('Robert', 'Rob'), submissionId)).state).toBe(
      'rejected',
    )
    const held = holdNext()
    const first = aGateway().save('Tom', rename('Bobby'))
    await held.arrived
    const again = { ...rename('Robert', 'Bobby'), revision: 2 }
    expect(await gateway.save('Uma', again, submissionId)).toMatchObject({ waitingFor: 'Tom' })
    held.letIn()
    await first
    expect((await gateway.save('Uma', again, submissionId)).state).toBe('succeeded')
  })
})

describe('a write in doubt', () => {
  test('keeps the lock while it may still land', async () => {
    const [one, other] = [aGateway(), aGateway()]
    away()
    expect((await one.save('Tom', rename('Bobby'))).state).toBe('unknown')
    await after(60, one)
    expect(await other.save('Uma', rename('Robert'))).toEqual({
      state: 'pending',
      waitingFor: 'Tom',
    })
    back()
    await after(40, one)
    expect(await other.save('Uma', rename('Robert'))).toMatchObject({
      refusal: { kind: 'conflict', theirs: { name: 'Bobby' } },
    })
  })

  test('gives it up after a bounded time, and compares again before it sends anything', async () => {
    const [one, other] = [aGateway(), aGateway()]
    const submissionId = randomUUID()
    away()
    await one.save('Tom', rename('Bobby'), submissionId)
    // Only what the sweeper sends goes nowhere.
    meanwhile = async () => {
      away()
      await one.sweep()
      back()
    }
    let told: Outcome = { state: 'pending' }
    const started = now
    while (told.state === 'pending') told = await other.save('Uma', rename('Robert'))
    expect(told.state).toBe('succeeded')
    expect(now - started).toBeGreaterThan(80_000)
    expect(now - started).toBeLessThan(300_000)
    await after(300, one)
    expect(await one.save('Tom', rename('Bobby'), submissionId)).toMatchObject({
      state: 'rejected',
      refusal: { kind: 'conflict' },
    })
    expect(backend.held[1]!.name).toBe('Robert')
  })

  /** The billing system carries out what comes, and no answer comes back. */
  const mute = () => {
    backend.answering = async () => {
      throw new BackendError({ kind: 'outcomeUnknown', status: null })
    }
  }

  /** A write whose answer was lost has let others go first, and nobody has found out yet. */
  async function lostLongAgo(submission: Submission) {
    const submissionId = randomUUID()
    mute()
    await aGateway().save('Tom', submission, submissionId)
    backend.answering = async () => {}
    await database.query('update desk.submissions set holds_lock = false, reconcile_attempts = 12')
    return submissionId
  }

  test('is not sent again once another change has put back what was there before', async () => {
    const [one, other] = [aGateway(), aGateway()]
    const submissionId = await lostLongAgo(rename('Bobby'))
    now += 121_000
    expect((await other.save('Uma', rename('Bob', 'Bobby'))).state).toBe('succeeded')
    await after(30, one)
    expect(await one.save('Tom', rename('Bobby'), submissionId)).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: { name: 'Bob' }, maybeSaved: true },
    })
    expect(backend.held[1]!.name).toBe('Bob')
  })

  test('does not take the primary back from a later choice', async () => {
    const [one, other] = [aGateway(), aGateway()]
    const submissionId = await lostLongAgo(move(ids[1], ids[0]))
    now += 121_000
    expect((await other.save('Uma', move(ids[0], ids[1]))).state).toBe('succeeded')
    await after(30, one)
    const holder = { id: ids[0], name: 'Ann' }
    expect(await one.save('Tom', move(ids[1], ids[0]), submissionId)).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: {}, holder, maybeSaved: true },
    })
    expect(primaries()).toEqual(['Ann'])
  })

  test('is sent again where others changed something else meanwhile', async () => {
    const [one, other] = [aGateway(), aGateway()]
    away()
    const submissionId = randomUUID()
    await one.save('Tom', rename('Bobby'), submissionId)
    back()
    await database.query('update desk.submissions set holds_lock = false, reconcile_attempts = 12')
    now += 121_000
    const phone: Submission = {
      ...{ op: 'update', revision: 1, customer: customer.id, contact: ids[1] },
      ...{ values: { phone: '1' }, before: { phone: null } },
    }
    expect((await other.save('Uma', phone)).state).toBe('succeeded')
    expect((await other.save('Uma', move(ids[1], ids[0]))).state).toBe('succeeded')
    await after(30, one)
    expect((await one.save('Tom', rename('Bobby'), submissionId)).state).toBe('succeeded')
    expect(backend.held[1]!.name).toBe('Bobby')
  })

  test('ends where the contact that it moves the primary to is gone', async () => {
    const one = aGateway()
    const submissionId = await lostLongAgo(move(ids[1], ids[0]))
    await backend.remove(customer.id, ids[1])
    await after(120, one)
    expect(await one.save('Tom', move(ids[1], ids[0]), submissionId)).toEqual({
      state: 'rejected',
      refusal: { kind: 'notFound', what: 'contact' },
    })
  })
})

test('a create with the primary whose answer was lost is the only primary once it is found', async () => {
  const gateway = aGateway()
  backend.answering = async () => {
    // This billing system leaves the flag of the one before to others.
    backend.held[0]!.primary = true
    throw new BackendError({ kind: 'outcomeUnknown', status: null })
  }
  await gateway.save('Tom', aCreate({ name: 'Dan', is_primary: true }))
  expect(primaries()).toEqual(['Ann', 'Dan'])
  backend.answering = async () => {}
  await after(5, gateway)
  expect(primaries()).toEqual(['Dan'])
  expect(await database.query('select state from desk.submissions')).toEqual([
    { state: 'succeeded' },
  ])
})

describe('a move is compared with whom the person saw', () => {
  test('nobody, too', async () => {
    expect(await aGateway().save('Tom', move(ids[1], null))).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: {}, holder: { id: ids[0], name: 'Ann' } },
    })
    expect(primaries()).toEqual(['Ann'])
  })

  test('who is primary no longer, and nobody is', async () => {
    backend.held[0]!.primary = false
    expect(await aGateway().save('Tom', move(ids[1], ids[0]))).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: {}, holder: null },
    })
  })

  test('and not at all where nobody says whom', async () => {
    expect((await aGateway().save('Tom', move(ids[1], undefined))).state).toBe('succeeded')
    expect(primaries()).toEqual(['Bob'])
  })
})
