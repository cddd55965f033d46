import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import {
  aCreate,
  customer,
  deskDatabase,
  openGateway,
  workspaceOn,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'

let database: Database
let backend: MemoryBackend
let gateway: Gateway
let submissionId: string
let clock: Date

beforeAll(async () => {
  database = await deskDatabase()
})

beforeEach(async () => {
  // What an earlier test left in doubt would hold up the same contact here.
  await database.query('delete from desk.submissions')
  backend = memoryBackend(customer)
  clock = new Date('2026-05-04T10:00:00Z')
  gateway = await openGateway({ database, workspaces: [workspaceOn(backend)], now: () => clock })
  submissionId = randomUUID()
})

/** A write that stands still until it is let go. */
function gate() {
  const arrived = aPromise()
  const open = aPromise()
  return { arrived, open, stand: () => (arrived.resolve(), open.promise) }
}

function aPromise() {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve }
}

async function lose(queries: Queries): Promise<void> {
  await queries.query('alter table desk.submissions rename to lost')
}

async function giveBack(queries: Queries): Promise<void> {
  await queries.query('alter table desk.lost rename to submissions')
}

async function outcomeIn(answer: Response): Promise<Outcome> {
  return answer.json() as Promise<Outcome>
}

async function stored() {
  const rows = await database.query<{ state: string; fencing_token: number; revision: number }>(
    'select state, fencing_token, revision from desk.submissions where id = $1',
    [submissionId],
  )
  return rows[0]
}

function asked(method = 'GET') {
  return gateway.ask(`/api/workspaces/desk/submissions/${submissionId}`, { method })
}

describe('one submission', () => {
  test('sent twenty times at once makes one contact, and everybody is told of that one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => gateway.submit(aCreate(), submissionId)),
    )
    expect(backend.held).toHaveLength(1)
    for (const answer of answers) {
      expect(answer.status).toBe(200)
      expect(await outcomeIn(answer)).toMatchObject({
        state: 'succeeded',
        contact: { id: backend.held[0]!.id },
      })
    }
  })

  test('sent to two desks on one database at once makes one contact', async () => {
    const other = await openGateway({
      workspaces: [workspaceOn(backend)],
      database,
    })
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? other : gateway).submit(aCreate(), submissionId),
      ),
    )
    expect(backend.held).toHaveLength(1)
    for (const answer of answers) expect([200, 202]).toContain(answer.status)
  })

  test('sent again is answered byte for byte as before, and says that it is a repeat', async () => {
    const first = await gateway.submit(aCreate({ notes: 'é 😀 "quoted" \u2028' }), submissionId)
    const again = await gateway.submit(aCreate({ notes: 'é 😀 "quoted" \u2028' }), submissionId)
    expect(first.headers.has('idempotent-replayed')).toBe(false)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.status).toBe(first.status)
    expect(Buffer.from(await again.arrayBuffer())).toEqual(Buffer.from(await first.arrayBuffer()))
    expect(backend.held).toHaveLength(1)
  })

  test('is the same whatever the order of its keys and the case of its id', async () => {
    await gateway.submit(aCreate(), submissionId)
    const { op, revision, customer, values } = aCreate()
    const reversed = Object.fromEntries(Object.entries(values).toReversed())
    const again = await gateway.submit(
      { values: reversed, customer, revision, op },
      submissionId.toUpperCase(),
    )
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(backend.held).toHaveLength(1)
  })

  test('is given the old answer even after its contact is gone', async () => {
    const first = await gateway.submit(aCreate(), submissionId)
    backend.held.length = 0
    const again = await gateway.submit(aCreate(), submissionId)
    expect(await again.text()).toBe(await first.text())
    expect(backend.held).toHaveLength(0)
  })

  test('in another workspace is another submission', async () => {
    const other = memoryBackend(customer)
    gateway = await openGateway({
      workspaces: [workspaceOn(backend), workspaceOn(other, 'second')],
      database,
    })
    await gateway.submit(aCreate(), submissionId)
    await gateway.submit(aCreate(), submissionId, 'second')
    expect([backend.held.length, other.held.length]).toEqual([1, 1])
  })

  test('is written down before the backend hears of it', async () => {
    let seen: unknown
    backend.arriving = async () => {
      seen = await stored()
    }
    await gateway.submit(aCreate(), submissionId)
    expect(seen).toEqual({ state: 'pending', fencing_token: 1, revision: 1 })
    expect(await stored()).toEqual({ state: 'succeeded', fencing_token: 1, revision: 1 })
  })

  test('that cannot be written down is not sent, and the answer says so', async () => {
    await lose(database)
    const answer = await gateway.submit(aCreate(), submissionId)
    await giveBack(database)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({
      error: { refusal: { kind: 'backendUnreachable' } },
    })
    expect(backend.held).toHaveLength(0)
  })

  test('whose outcome cannot be written down is unknown, not done', async () => {
    backend.answering = () => lose(database)
    const answer = await gateway.submit(aCreate(), submissionId)
    await giveBack(database)
    expect(answer.status).toBe(202)
    expect(await outcomeIn(answer)).toEqual({ state: 'unknown', since: clock.toISOString() })
  })
})

describe('while a submission is being tried', () => {
  test('the same submission waits for its outcome', async () => {
    const { arrived, open, stand } = gate()
    backend.arriving = stand
    const first = gateway.submit(aCreate(), submissionId)
    await arrived.promise
    let answered = false
    const second = gateway.submit(aCreate(), submissionId).finally(() => (answered = true))
    // Time enough for an answer, if there were one.
    for (let turn = 0; turn < 3; turn++) await asked()
    expect(answered).toBe(false)
    open.resolve()
    expect(await outcomeIn(await second)).toEqual(await outcomeIn(await first))
    expect((await second).headers.get('idempotent-replayed')).toBe('true')
    expect(backend.held).toHaveLength(1)
  })

  test('another payload under its id is turned away and changes nothing', async () => {
    const { arrived, open, stand } = gate()
    backend.arriving = stand
    const first = gateway.submit(aCreate(), submissionId)
    await arrived.promise
    const other = await gateway.submit(aCreate({ name: 'Tom Lee' }), submissionId)
    expect(other.status).toBe(409)
    expect(await other.json()).toMatchObject({ error: { refusal: { kind: 'rejected' } } })
    open.resolve()
    await first
    expect(backend.held.map((each) => each.name)).toEqual(['Pat Plain'])
  })

  test('anybody who asks is told that it is', async () => {
    const { arrived, open, stand } = gate()
    backend.arriving = stand
    const first = gateway.submit(aCreate(), submissionId)
    await arrived.promise
    const answer = await asked()
    expect(answer.status).toBe(202)
    expect(await outcomeIn(answer)).toEqual({ state: 'pending' })
    open.resolve()
    await first
    expect(await (await asked()).text()).toBe(await (await first).text())
  })

  test('a backend that never answers keeps nobody waiting for ever', async () => {
    const { arrived, open, stand } = gate()
    backend.arriving = stand
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const first = gateway.submit(aCreate(), submissionId)
      await arrived.promise
      await vi.advanceTimersByTimeAsync(15_000)
      expect((await first).status).toBe(202)
      expect(await outcomeIn(await first)).toEqual({ state: 'pending' })
    } finally {
      vi.useRealTimers()
    }
    open.resolve()
    expect((await gateway.submit(aCreate(), submissionId)).status).toBe(200)
    expect(backend.held).toHaveLength(1)
  })
})

describe('when the answer of the backend is lost', () => {
  test('after a crash the submission is pending until its lease is over, then unknown, never failed', async () => {
    const { arrived, stand } = gate()
    backend.answering = stand
    // The process that asks is never heard of again.
    void gateway.submit(aCreate(), submissionId)
    await arrived.promise
    const began = clock.toISOString()
    const second = await openGateway({
      workspaces: [workspaceOn(backend)],
      database,
      now: () => clock,
    })
    // To ask what became of it takes nothing up; to send it again would.
    const look = () => second.ask(`/api/workspaces/desk/submissions/${submissionId}`)
    const soon = await look()
    expect([soon.status, await outcomeIn(soon)]).toEqual([202, { state: 'pending' }])

    clock = new Date(clock.getTime() + 60_000)
    const later = await look()
    expect(later.status).toBe(202)
    expect(await outcomeIn(later)).toEqual({ state: 'unknown', since: began })
    expect((await second.submit(aCreate({ name: 'Tom Lee' }), submissionId)).status).toBe(409)
    expect(backend.held).toHaveLength(1)
  })

  test('an unclear answer is unknown and is not tried again', async () => {
    backend.answering = async () => {
      throw new BackendError({ kind: 'outcomeUnknown', status: 502 })
    }
    const unknown = { state: 'unknown', since: clock.toISOString() }
    for (let time = 0; time < 3; time++) {
      const answer = await gateway.submit(aCreate(), submissionId)
      expect([answer.status, await outcomeIn(answer)]).toEqual([202, unknown])
    }
    expect(backend.held).toHaveLength(1)
    expect(await stored()).toMatchObject({ state: 'unknown' })
  })

  test('a bug in the middle is unknown, with a line in the log', async () => {
    backend.answering = async () => {
      throw new TypeError('Pat Plain is not a function')
    }
    const answer = await gateway.submit(aCreate(), submissionId)
    expect([answer.status, (await outcomeIn(answer)).state]).toEqual([202, 'unknown'])
    const line = gateway.log.find((each) => each['level'] === 50)
    expect(line).toMatchObject({ error: { type: 'TypeError' } })
    expect(JSON.stringify(gateway.log)).not.toContain('Pat Plain')
  })
})

describe('after a refusal', () => {
  const refusals: Refusal[] = [
    { kind: 'fields', problems: [{ field: 'email', message: 'Day Zero does not take this' }] },
    { kind: 'rejected', message: 'Not today' },
    { kind: 'notFound', what: 'customer' },
    { kind: 'credentials' },
    { kind: 'permission' },
    { kind: 'busy', retryAfter: 7 },
    { kind: 'backendUnreachable' },
  ]

  test.each(refusals)(
    '$kind is passed on as it is, and said again when asked again',
    async (refusal) => {
      backend.arriving = async () => {
        throw new BackendError(refusal)
      }
      const first = await gateway.submit(aCreate(), submissionId)
      expect([first.status, await outcomeIn(first)]).toEqual([200, { state: 'rejected', refusal }])
      backend.arriving = async () => {}
      const again = await gateway.submit(aCreate(), submissionId)
      expect(await outcomeIn(again)).toEqual({ state: 'rejected', refusal })
      expect(backend.held).toHaveLength(0)
    },
  )

  test('the mended submission is carried out as the next revision, once', async () => {
    backend.arriving = async () => {
      throw new BackendError({ kind: 'rejected', message: 'Not today' })
    }
    await gateway.submit(aCreate(), submissionId)
    backend.arriving = async () => {}
    const mended = aCreate({ name: 'Pat Mended' }, 2)
    const answers = await Promise.all([1, 2, 3].map(() => gateway.submit(mended, submissionId)))
    for (const answer of answers) expect(answer.status).toBe(200)
    expect(backend.held.map((each) => each.name)).toEqual(['Pat Mended'])
    expect(await stored()).toEqual({ state: 'succeeded', fencing_token: 2, revision: 2 })
  })

  test('another payload in the same revision is turned away', async () => {
    backend.arriving = async () => {
      throw new BackendError({ kind: 'rejected', message: 'Not today' })
    }
    await gateway.submit(aCreate(), submissionId)
    expect((await gateway.submit(aCreate({ name: 'Tom Lee' }), submissionId)).status).toBe(422)
  })
})

describe('after success', () => {
  test('another payload under the same id is turned away', async () => {
    await gateway.submit(aCreate(), submissionId)
    for (const revision of [1, 2]) {
      const answer = await gateway.submit(aCreate({ name: 'Tom Lee' }, revision), submissionId)
      expect(answer.status).toBe(422)
      expect(await answer.json()).toMatchObject({ error: { refusal: { kind: 'rejected' } } })
    }
    expect(backend.held).toHaveLength(1)
  })

  test('the other three submissions do what they say', async () => {
    await gateway.submit(aCreate({ is_primary: true }))
    await gateway.submit(aCreate({ name: 'Tom Lee', email: 'tom@lee.example' }))
    const tom = backend.held[1]!.id
    const at = { revision: 1, customer: customer.id, contact: tom }

    await gateway.submit({ op: 'update', ...at, values: { email: '', role: ' Billing ' } })
    expect(backend.held[1]!.values).toMatchObject({ name: 'Tom Lee', email: null, role: 'Billing' })
    const primary = await gateway.submit({ op: 'primary', ...at })
    expect(await outcomeIn(primary)).toMatchObject({ contact: { id: tom, primary: true } })
    expect(backend.held.map((each) => each.primary)).toEqual([false, true])
    const removed = await gateway.submit({ op: 'remove', ...at })
    expect(await outcomeIn(removed)).toEqual({ state: 'succeeded', contact: null })
    expect(backend.held.map((each) => each.name)).toEqual(['Pat Plain'])

    const gone = await gateway.submit({ op: 'remove', ...at })
    expect(await outcomeIn(gone)).toEqual({
      state: 'rejected',
      refusal: { kind: 'notFound', what: 'contact' },
    })
  })
})

test('a submission that nobody had, or another person, is not there', async () => {
  expect((await asked()).status).toBe(404)
  await gateway.submit(aCreate(), submissionId)
  await database.query(`update desk.submissions set person = 'somebody else'`)
  const missing = { error: { refusal: { kind: 'notFound', what: 'page' } } }
  for (const answer of [await asked(), await gateway.submit(aCreate(), submissionId)]) {
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject(missing)
  }
})
