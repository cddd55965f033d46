import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { customersPageSchema } from '#contract/api/api.ts'
import * as z from 'zod/mini'
import { freshDatabase } from '../../helpers/database.ts'
import { writing } from '../../helpers/gateway.ts'
import { newFolder, startDesk, type SpawnedDesk } from './desk.ts'

let settings: string

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-settings-'))
  settings = join(folder, 'desk.json')
  const one = { id: 'desk', name: 'Desk', backend: 'dayzero', settings: { address: 'embedded' } }
  await writeFile(settings, JSON.stringify({ workspaces: [one] }))
  // Builds what is not built, and gets no further.
  await startDesk({ environment: { PORT: 'none' } }).ended
}, 120_000)

afterAll(() => rm(join(settings, '..'), { recursive: true, force: true }))

const verify = (environment: Record<string, string>) =>
  startDesk({ args: ['audit', 'verify'], environment }).ended

async function customerOf(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/workspaces/desk/customers?limit=1`)
  return z.parse(customersPageSchema, await answer.json()).items[0]!.id
}

async function save(desk: SpawnedDesk, customer: string, name: string): Promise<void> {
  const address = await desk.address
  const init = writing({ op: 'create', revision: 1, customer, values: { name, is_primary: false } })
  const path = `/api/workspaces/desk/submissions/${randomUUID()}`
  const headers = { ...init.headers, origin: address }
  await (await fetch(address + path, { ...init, headers })).text()
}

test('killed in the middle of saving, every contact that is there has its row, and no other has', async () => {
  const { database, url } = await freshDatabase()
  const environment = { DESK_CONFIG: settings, DATABASE_URL: url, DESK_DATA: await newFolder() }
  const desk = startDesk({ environment })
  const customer = await customerOf(await desk.address)
  const saves = Promise.allSettled(
    Array.from({ length: 200 }, (_, count) => save(desk, customer, `Killed ${count}`)),
  )
  const rows = async () => {
    const [row] = await database.query<{ n: number }>('select count(*) as n from desk.audit')
    return row!.n
  }
  await expect.poll(rows, { interval: 2, timeout: 20_000 }).toBeGreaterThan(20)
  desk.kill('SIGKILL')
  await desk.ended
  await saves
  // As of one moment: what had been sent to PostgreSQL may still be carried out.
  const [seen] = await database.query<{ made: string[]; said: string[] }>(
    `select
       array(select id::text from dayzero.contacts where name like 'Killed %' order by 1) as made,
       array(select contact from desk.audit where outcome = 'saved' order by 1) as said`,
  )
  expect(seen!.made.length).toBeGreaterThan(20)
  expect(seen!.said).toEqual(seen!.made)

  expect(await verify(environment)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^desk: all \d+ rows are as they were written\. .* [0-9a-f]{64}\n$/,
    ),
  })
  await database.query(`update desk.audit set person_name = 'Somebody else' where number = 7`)
  expect(await verify(environment)).toMatchObject({
    code: 1,
    stdout: 'desk: row 7 is not as it was written, or not in its place.\n',
  })
})

test('the log of a desk that is closed is looked at in its own folder, and of a new one there is none', async () => {
  const environment = { DESK_CONFIG: settings, DESK_DATA: await newFolder() }
  const empty = { code: 0, stdout: 'The log is empty: nothing has been saved yet.\n' }
  expect(await verify(environment)).toMatchObject(empty)
  const desk = startDesk({ environment })
  await save(desk, await customerOf(await desk.address), 'Kept')
  expect((await verify(environment)).stderr).toContain('is in use by another Contact Desk')
  desk.kill('SIGTERM')
  await desk.ended
  expect(await verify(environment)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^desk: 1 row is as it was written\./),
  })
})

test('what else could be done with the log is explained in one line', async () => {
  const { code, stderr } = await startDesk({ args: ['audit', 'mend'] }).ended
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'Say what to do with the log: npm run verify-log\n',
  })
})
