import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { confirmedContactSchema, dismissedDuplicateSchema } from '#contract/api/history.ts'
import { keymapSchema } from '#contract/api/keymap.ts'
import { submissionSchema } from '#contract/api/submission.ts'
import { addressingCampaign } from './writes/addressingCampaign.ts'
import { bodyCampaign } from './writes/bodyCampaign.ts'
import { savingCampaign } from './writes/savingCampaign.ts'
import { signOutCampaign } from './writes/signOutCampaign.ts'
import type { Size } from './writes/size.ts'
import type { Tally } from './writes/tally.ts'
import { openWorld, type World } from './writes/world.ts'
import { origin } from '../helpers/gateway.ts'
import { startProvider } from '../helpers/provider.ts'
import { repeatedBy, scaled, seed as runSeed } from '../helpers/scale.ts'
import { openSignInDesk } from '../server/session/signInDesk.ts'

const asked = Number(process.env['FUZZ_INPUTS'])
const seed = Number(process.env['FUZZ_SEED'] ?? runSeed)
/**
 * A write route gets 10,000 by `npm run test:all`, one of them in several parts, and a tenth by
 * `npm test`. `npm run fuzz` gives each part more.
 */
const sizeOf = (inputs: number): Size => ({ inputs: asked || scaled(inputs), seed })
const patience = 600_000 + (asked || 0) * 50
/** Customers that are written to at the same time. */
const lanes = 4

const lines: string[] = []
/** By write route: how many inputs it was given. */
const given = new Map<string, number>()

function expectHarmless(tally: Tally, { inputs }: Size, route = 'submission'): void {
  given.set(route, (given.get(route) ?? 0) + tally.inputs)
  lines.push(tally.line(expect.getState().currentTestName ?? ''))
  expect(tally.faults, repeatedBy('npx vitest run security/writes')).toEqual([])
  expect(tally.inputs).toBeGreaterThanOrEqual(inputs)
}

const prototype = shapeOf(Object.prototype)

afterAll(() => {
  if (asked) console.log(lines.join('\n'))
})

function shapeOf(it: object): string {
  return JSON.stringify(
    Object.entries(Object.getOwnPropertyDescriptors(it)),
    (_, value: unknown) => (typeof value === 'function' ? String(value) : value),
  )
}

describe.each(['dayzero', 'zuora'] as const)('%s', (vendor) => {
  test.each([
    ['create', 3_500],
    ['update', 1_000],
  ] as const)(
    'whatever is typed into a form is stored as it was typed, or its field is named: %s',
    async (op, inputs) => {
      const size = sizeOf(inputs)
      expectHarmless(await savingCampaign(await openWorld(vendor, lanes), op, size), size)
    },
    patience,
  )

  test.each(['remove', 'primary', 'role', 'undo'] as const)(
    'whomever a submission is about, nothing comes of it where there is no such one: %s',
    async (op) => {
      const size = sizeOf(400)
      expectHarmless(await addressingCampaign(await openWorld(vendor, lanes), op, size), size)
    },
    patience,
  )
})

describe('a whole body', () => {
  let world: World

  beforeAll(async () => {
    world = await openWorld('dayzero', 1)
  })

  test(
    'is a submission, or is refused with the place that is wrong',
    async () => {
      const right = {
        ...{ op: 'update', revision: 1, customer: randomUUID(), contact: randomUUID() },
        ...{ values: { name: 'Plain', notes: null }, before: { name: 'Other' } },
      }
      const at = `/api/workspaces/${world.workspace}/submissions`
      const target = {
        ...{ address: () => `${at}/${randomUUID()}`, right },
        isRight: (value: unknown) => submissionSchema.safeParse(value).success,
      }
      const size = sizeOf(1_500)
      expectHarmless(await bodyCampaign(world, target, size), size)
    },
    patience,
  )

  const submission = () => `/api/workspaces/${world.workspace}/submissions/${randomUUID()}`
  test.each([
    {
      says: 'that both contacts are meant',
      route: 'duplicate',
      address: () => `${submission()}/duplicate`,
      right: { keep: true },
      schema: dismissedDuplicateSchema,
    },
    {
      says: 'which contact a create made',
      route: 'contact',
      address: () => `${submission()}/contact`,
      right: { contact: 'c-1' },
      schema: confirmedContactSchema,
    },
    {
      says: 'what the shortcuts of a person are',
      route: 'shortcuts',
      address: () => '/api/session/shortcuts',
      right: { keys: { newContact: ['n'], save: ['Mod+s', 'Mod+Enter'] }, singleKeys: true },
      schema: keymapSchema,
    },
  ])(
    'says $says, or is refused with the place that is wrong',
    async ({ route, address, right, schema }) => {
      const isRight = (value: unknown) => schema.safeParse(value).success
      const size = sizeOf(10_000)
      expectHarmless(await bodyCampaign(world, { address, right, isRight }, size), size, route)
    },
    patience,
  )
})

test(
  'nothing that is sent to sign-out is a fault, or ends a session of another person',
  async () => {
    const provider = await startProvider(origin)
    try {
      provider.people['ann'] = { name: 'Ann', groups: ['writers'] }
      const desk = await openSignInDesk(provider)
      const ann = await desk.signedIn('ann')
      const size = sizeOf(10_000)
      expectHarmless(await signOutCampaign(desk, size), size, 'sign-out')
      expect(await (await ann.ask('/api/session')).json()).toMatchObject({
        person: { name: 'Ann' },
      })
    } finally {
      await provider.stop()
    }
  },
  patience,
)

test('every write route was given as many bad inputs as it should', () => {
  expect([...given.keys()].toSorted()).toEqual([
    'contact',
    'duplicate',
    'shortcuts',
    'sign-out',
    'submission',
  ])
  const least = Math.min(...given.values())
  expect(least).toBeGreaterThanOrEqual(Math.min(scaled(10_000), asked || scaled(10_000)))
})

test('after all of it, what every object inherits is as it was', () => {
  expect(shapeOf(Object.prototype)).toBe(prototype)
})
