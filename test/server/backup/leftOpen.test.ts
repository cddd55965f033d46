import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { vendors } from '#backends/vendors.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { outcomeSchema, type Submission } from '#contract/api/submission.ts'
import { backUp } from '#server/commands/backup.ts'
import { restoredAt } from '#server/backup/leftOpen.ts'
import { restore } from '#server/commands/restore.ts'
import { configFrom } from '#server/config/config.ts'
import { migrate } from '#server/database/migrate.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { freshDatabase, type FreshDatabase } from '../../helpers/database.ts'
import {
  aCreate,
  customer,
  openGateway,
  workspaceOn,
  writing,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'
import { deskMigrations } from '#server/migrations/migrations.ts'

/*
 * A billing system outside goes on while the desk in front of it is restored from a backup: what the
 * backup calls open may be done by now, and undone by others on purpose.
 */

let folder: string
let used: FreshDatabase
let backend: MemoryBackend
let gateway: Gateway
let submissionId: string
let said: string[]
let sent: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-desk-left-open-'))
})

afterAll(() => rm(folder, { recursive: true }))

beforeEach(async () => {
  used = await freshDatabase()
  await migrate(used.database, deskMigrations([]))
  backend = memoryBackend(customer)
  gateway = await oldGateway()
  submissionId = randomUUID()
})

async function gatewayOn({ database }: FreshDatabase): Promise<Gateway> {
  return openGateway({
    database,
    workspaces: [workspaceOn(backend)],
    restoredAt: await restoredAt(database),
  })
}

/** The desk before the restore. It looks at nothing by itself: what is open stays open. */
async function oldGateway(): Promise<Gateway> {
  const old = await gatewayOn(used)
  await old.sweeper.stop()
  return old
}

const config = (url: string) => configFrom({ DATABASE_URL: url }, vendors)

async function backedUp(): Promise<string> {
  const file = join(folder, randomUUID())
  const signal = new AbortController().signal
  await backUp(await config(used.url), { file, version: '0', say: () => {}, signal })
  return file
}

/** From here on the desk is another one, on what the backup holds. */
async function restoreFrom(file: string): Promise<FreshDatabase> {
  const fresh = await freshDatabase()
  said = []
  const signal = new AbortController().signal
  const say = (line: string) => void said.push(line)
  await restore(await config(fresh.url), { file, version: '0', say, signal })
  gateway = await gatewayOn(fresh)
  sent = 0
  const { arriving } = backend
  backend.arriving = () => {
    sent++
    return arriving()
  }
  return fresh
}

/** The write is carried out and its answer is lost. */
async function submitLost(submission: Submission): Promise<void> {
  backend.answering = () =>
    Promise.reject(new BackendError({ kind: 'outcomeUnknown', status: null }))
  await gateway.submit(submission, submissionId)
  backend.answering = async () => {}
}

/** The write is lost on its way. */
async function submitUnarrived(submission: Submission): Promise<void> {
  backend.arriving = () =>
    Promise.reject(new BackendError({ kind: 'outcomeUnknown', status: null }))
  await gateway.submit(submission, submissionId)
  backend.arriving = async () => {}
}

async function outcome() {
  await gateway.sweeper.sweep()
  const answer = await gateway.ask(`/api/workspaces/desk/submissions/${submissionId}`)
  return z.parse(outcomeSchema, await answer.json())
}

const left = { state: 'rejected', refusal: { kind: 'rejected', message: gatewayText.restored } }

async function aContact(values: Record<string, string> = {}): Promise<string> {
  await gateway.submit(aCreate(values))
  return backend.held.at(-1)!.id
}

const edit = (contact: string): Submission => ({
  ...{ op: 'update', revision: 1, customer: customer.id, contact },
  ...{ values: { phone: '2' }, before: { phone: '1' } },
})

describe('what was open in a backup', () => {
  test('is not sent again when somebody undid it since', async () => {
    const contact = await aContact({ phone: '1' })
    await submitLost(edit(contact))
    const file = await backedUp()
    backend.held[0]!.values['phone'] = '1'
    const { database } = await restoreFrom(file)
    expect(await outcome()).toEqual(left)
    expect([sent, backend.held[0]?.values['phone']]).toEqual([0, '1'])
    expect(said.join('\n')).toMatch(/1 change had no result .*\n {2}workspace desk: update, by /)
    const [entry] = await database.query(
      'select outcome, refusal from desk.audit order by number desc limit 1',
    )
    expect(JSON.stringify(entry)).toContain('refused')
  })

  test('is told as saved where it is done', async () => {
    const contact = await aContact({ phone: '1' })
    await submitLost(edit(contact))
    await restoreFrom(await backedUp())
    expect(await outcome()).toMatchObject({ state: 'succeeded' })
    expect(sent).toBe(0)
  })

  test('is not sent when others changed it to something else', async () => {
    const contact = await aContact({ phone: '1' })
    await submitLost(edit(contact))
    const file = await backedUp()
    backend.held[0]!.values['phone'] = '3'
    await restoreFrom(file)
    expect(await outcome()).toEqual(left)
    expect(sent).toBe(0)
  })

  test.each(['none', 'key'] as const)(
    'and was a create is found, or else not made (idempotency: %s)',
    async (idempotency) => {
      Object.assign(backend.capabilities, { idempotency })
      await submitLost(aCreate({ name: 'Ada There' }))
      const found = await backedUp()
      await restoreFrom(found)
      expect(await outcome()).toMatchObject({ state: 'succeeded', contact: { name: 'Ada There' } })

      gateway = await oldGateway()
      submissionId = randomUUID()
      await submitUnarrived(aCreate({ name: 'Ben Lost' }))
      await restoreFrom(await backedUp())
      expect(await outcome()).toEqual(left)
      expect([sent, backend.held.map(({ name }) => name)]).toEqual([0, ['Ada There']])
    },
  )

  test('of which nothing had left by then is not sent either', async () => {
    const { contacts } = backend
    let letGo = () => {}
    const looking = new Promise<void>((resolve) => {
      backend.contacts = (...asked) => {
        backend.contacts = contacts
        resolve()
        return new Promise((go) => (letGo = () => go(contacts(...asked))))
      }
    })
    const saving = gateway.submit(aCreate(), submissionId)
    await looking
    const file = await backedUp()
    letGo()
    await saving
    // Carried out after the backup, and then deleted by somebody.
    backend.held.length = 0
    await restoreFrom(file)
    expect(await outcome()).toEqual(left)
    expect(sent).toBe(0)
  })

  test.each<[what: string, write: (contact: string) => Submission]>([
    [
      'a move of the primary',
      (contact) => ({ op: 'primary', revision: 1, customer: customer.id, contact, from: null }),
    ],
    ['a deletion', (contact) => ({ op: 'remove', revision: 1, customer: customer.id, contact })],
  ])('and was %s is not sent again', async (_, write) => {
    await submitUnarrived(write(await aContact({ name: 'First' })))
    await restoreFrom(await backedUp())
    expect(await outcome()).toEqual(left)
    expect(sent).toBe(0)
  })

  test('is sent when the person saves it again', async () => {
    const contact = await aContact({ phone: '1' })
    await submitUnarrived(edit(contact))
    await restoreFrom(await backedUp())
    expect(await outcome()).toEqual(left)
    await gateway.submit({ ...edit(contact), revision: 2 }, submissionId)
    expect(await outcome()).toMatchObject({ state: 'succeeded' })
    expect([sent, backend.held[0]?.values['phone']]).toEqual([1, '2'])
  })
})

describe('a create that is newer than the backup, asked for again', () => {
  const again = (pressedAgo: number, create = aCreate()) =>
    gateway.ask(
      `/api/workspaces/desk/submissions/${submissionId}?pressedAgo=${pressedAgo}`,
      writing(create),
    )

  test('and pressed before the restore is looked for, and not made twice', async () => {
    const file = await backedUp()
    await gateway.submit(aCreate(), submissionId)
    await restoreFrom(file)
    const answer = await again(60_000)
    expect(await answer.json()).toMatchObject({
      state: 'succeeded',
      contact: { id: backend.held[0]?.id },
    })
    expect([sent, backend.held.length]).toEqual([0, 1])
  })

  test('is made when there is nothing like it', async () => {
    const file = await backedUp()
    await gateway.submit(aCreate({ name: 'Somebody Else' }))
    await restoreFrom(file)
    expect(await (await again(60_000)).json()).toMatchObject({ state: 'succeeded' })
    expect([sent, backend.held.length]).toEqual([1, 2])
  })

  test('two of them that are alike find one contact each', async () => {
    const file = await backedUp()
    await gateway.submit(aCreate())
    await gateway.submit(aCreate())
    await restoreFrom(file)
    const ids = []
    for (const each of [randomUUID(), randomUUID()]) {
      submissionId = each
      const { contact } = (await (await again(60_000)).json()) as { contact: { id: string } }
      ids.push(contact.id)
    }
    expect([sent, ids.toSorted()]).toEqual([0, backend.held.map(({ id }) => id).toSorted()])
  })

  test('and pressed after the restore is a new contact', async () => {
    const file = await backedUp()
    await gateway.submit(aCreate())
    await restoreFrom(file)
    expect(await (await again(0)).json()).toMatchObject({ state: 'succeeded' })
    expect([sent, backend.held.length]).toEqual([1, 2])
  })

  test('is not sent while nobody can look', async () => {
    const file = await backedUp()
    await gateway.submit(aCreate(), submissionId)
    await restoreFrom(file)
    const { contacts } = backend
    backend.contacts = () =>
      Promise.reject(new BackendError({ kind: 'outcomeUnknown', status: 502 }))
    expect(await (await again(60_000)).json()).toMatchObject({
      state: 'rejected',
      refusal: { kind: 'backendUnreachable' },
    })
    backend.contacts = contacts
    // As the browser presses again by itself: it was pressed when it was pressed.
    expect(await (await again(70_000, aCreate({}, 2))).json()).toMatchObject({ state: 'succeeded' })
    expect([sent, backend.held.length]).toEqual([0, 1])
  })
})
