import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { deskApi, type DeskApi } from '#api/client.ts'
import type { Submission } from '#contract/api/submission.ts'
import { asBrowser } from '../../helpers/asBrowser.ts'
import { newFolder, startDesk, usedFolder } from './desk.ts'

/** Two desks: one with the embedded billing systems, and one that knows them over HTTP only. */
async function twoDesks(): Promise<{ there: DeskApi; here: DeskApi; said: () => Promise<string> }> {
  const there = startDesk({ environment: { DESK_DATA: await usedFolder() } })
  const address = await there.address
  const folder = await newFolder()
  const file = join(folder, 'desk.json')
  const environment = { word: 'Test', tone: 'test' }
  await writeFile(join(folder, 'secret'), 'embedded-secret\n')
  await writeFile(
    file,
    JSON.stringify({
      workspaces: [
        {
          ...{ id: 'dayzero', name: 'Day Zero over HTTP', backend: 'dayzero', environment },
          settings: {
            address: `${address}/embedded/dayzero`,
            token: { env: 'DAY_ZERO_TOKEN' },
            businessId: '01890000-0000-7000-8000-000000000001',
          },
        },
        {
          ...{ id: 'zuora', name: 'Zuora over HTTP', backend: 'zuora', environment },
          settings: {
            address: `${address}/embedded/zuora`,
            clientId: 'embedded-client',
            clientSecret: { file: 'secret' },
            shipTo: true,
          },
        },
      ],
    }),
  )
  const here = startDesk({
    environment: { DESK_DATA: folder, DESK_CONFIG: file, DAY_ZERO_TOKEN: 'dz_embedded' },
  })
  const said = async () => {
    here.kill('SIGTERM')
    return (await here.ended).stdout
  }
  return { there: apiAt(address), here: apiAt(await here.address), said }
}

const apiAt = (address: string) => deskApi(asBrowser(fetch), address)

beforeAll(async () => {
  // Builds what is not built, and gets no further.
  await startDesk({ environment: { PORT: 'none' } }).ended
}, 120_000)

test('a billing system elsewhere is spoken to over HTTP, from the first search to the primary', async () => {
  const { there, here, said } = await twoDesks()
  const values = {
    dayzero: { name: 'Ada Byron', is_primary: false },
    // Long enough to travel packed.
    zuora: {
      ...{ firstName: 'Ada', lastName: 'Byron', asBillTo: false, asSoldTo: true, asShipTo: true },
      ...Object.fromEntries(['address1', 'address2'].map((name) => [name, 'x'.repeat(255)])),
      ...Object.fromEntries(['city', 'state', 'county'].map((name) => [name, 'y'.repeat(100)])),
      ...Object.fromEntries(['nickname', 'mobilePhone'].map((name) => [name, 'z'.repeat(100)])),
    },
  }
  for (const id of ['dayzero', 'zuora'] as const) {
    const [customer] = (await here.customers(id, { search: 'acme' })).items
    expect(customer?.name).toBe('Acme GmbH')
    const make: Submission = {
      op: 'create',
      revision: 1,
      customer: customer!.id,
      values: values[id],
    }
    const made = await here.submit(id, crypto.randomUUID(), make)
    if (made.state !== 'succeeded' || !made.contact) throw new Error(JSON.stringify(made))
    expect(made.contact).toMatchObject({ name: 'Ada Byron', primary: false })
    const move: Submission = {
      ...{ op: 'primary', revision: 1, customer: customer!.id },
      contact: made.contact.id,
    }
    expect(await here.submit(id, crypto.randomUUID(), move)).toMatchObject({ state: 'succeeded' })

    const seen = await there.contacts(`${id}-embedded`, customer!.id, {})
    const primaries = seen.items.filter(({ primary }) => primary)
    expect(primaries.map(({ name }) => name)).toEqual(['Ada Byron'])
  }
  const lines = await said()
  expect(lines).toContain('Workspace dayzero: Day Zero answers.')
  expect(lines).toContain('Workspace zuora: Zuora answers.')
})
