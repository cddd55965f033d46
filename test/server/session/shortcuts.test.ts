import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { storedKeymapSchema } from '#contract/api/keymap.ts'
import { origin, openGateway, writing } from '../../helpers/gateway.ts'
import { startProvider } from '../../helpers/provider.ts'
import { openSignInDesk } from './signInDesk.ts'

const path = '/api/session/shortcuts'
const read = async (answer: Response) => z.parse(storedKeymapSchema, await answer.json()).keymap

test('without sign-in the shortcuts of the one local person are kept, and the last write counts', async () => {
  const { ask } = await openGateway()
  expect(await read(await ask(path))).toBeNull()
  const first = { keys: { newContact: ['n'] }, singleKeys: true }
  expect(await read(await ask(path, writing(first)))).toEqual(first)
  const second = { keys: { save: ['Alt+s'] }, singleKeys: false }
  await ask(path, writing(second))
  expect(await read(await ask(path))).toEqual(second)
})

test.each([
  {},
  { keys: { launch: ['x'] }, singleKeys: true },
  { keys: { save: ['a', 'b', 'c', 'd', 'e'] }, singleKeys: true },
  { keys: { save: ['x'.repeat(41)] }, singleKeys: true },
  { keys: { save: 'x' }, singleKeys: true },
  { keys: {}, singleKeys: true, person: 'other' },
])('%j is no keymap, and nothing is stored', async (body) => {
  const { ask } = await openGateway()
  expect((await ask(path, writing(body))).status).toBe(400)
  expect(await read(await ask(path))).toBeNull()
})

test('each person has their own, whatever their role', async () => {
  const provider = await startProvider(origin)
  try {
    const desk = await openSignInDesk(provider)
    for (const person of ['ann', 'bob']) {
      provider.people[person] = { name: person, groups: ['lookers'] }
      const browser = await desk.signedIn(person)
      expect(await read(await browser.ask(path))).toBeNull()
      await browser.ask(path, writing({ keys: { filter: [person] }, singleKeys: true }))
    }
    const again = await desk.signedIn('ann')
    expect(await read(await again.ask(path))).toMatchObject({ keys: { filter: ['ann'] } })
    expect((await desk.visitor().ask(path)).status).toBe(401)
  } finally {
    await provider.stop()
  }
})
