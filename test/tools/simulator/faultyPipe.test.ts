import { describe, expect, it } from 'vitest'
import { BackendError, mayHaveHappened } from '#contract/api/refusal.ts'
import { calmProfile, faults, type Fault } from './faults.ts'
import { faultyPipe } from './faultyPipe.ts'
import { simulatedDayZero, simulatedZuora, type SimulatedVendor } from './vendors.ts'
import { newWorld, start, type World } from './world.ts'

const vendors = [simulatedDayZero, simulatedZuora]
const seeds = Array.from({ length: 25 }, (_, index) => index + 1)

/** What each fault may come to for the caller of a create. */
const expected: Record<Fault, readonly string[]> = {
  refused: ['backendUnreachable'],
  resetBefore: ['outcomeUnknown'],
  resetAfter: ['outcomeUnknown'],
  slow: ['made', 'outcomeUnknown'],
  twice: ['made'],
  cut: ['outcomeUnknown'],
  pageBefore: ['outcomeUnknown'],
  pageAfter: ['outcomeUnknown'],
  fault500Before: ['outcomeUnknown'],
  fault500After: ['outcomeUnknown'],
  gatewayBefore: ['outcomeUnknown'],
  gatewayAfter: ['outcomeUnknown'],
  tooMany: ['busy'],
  unauthorized: ['credentials'],
  // Too careful, as classification.test.ts says.
  redirect: ['rejected'],
  silenceBefore: ['outcomeUnknown'],
  silenceAfter: ['outcomeUnknown'],
}

describe.each(vendors)('a create at $title', (vendor) => {
  it.each(faults)('that meets %s is told what is true of it', async (fault) => {
    const told = new Set<string>()
    for (const seed of seeds) {
      const { kind, executed, made } = await created(vendor, seed, fault)
      told.add(kind)
      // Twice by a network is twice, unless there is a key.
      const most = fault === 'twice' && vendor.title === 'Day Zero' ? 2 : 1
      expect(made).toBeLessThanOrEqual(most)
      if (kind === 'made') expect(made).toBeGreaterThan(0)
      if (executed === 'no') expect(made).toBe(0)
    }
    expect([...told].toSorted()).toEqual([...expected[fault]].toSorted())
  })

  it('is given up after twenty seconds, whatever it still comes to', async () => {
    const { kind, made, ended } = await created(vendor, 1, 'silenceAfter')
    expect({ kind, made }).toEqual({ kind: 'outcomeUnknown', made: 1 })
    expect(ended - start).toBe(20_000)
  })

  it('may be carried out long after its caller has given up', async () => {
    const late: number[] = []
    for (const seed of seeds) {
      const { kind, truth, ended } = await created(vendor, seed, 'slow')
      const commit = truth.log[0]
      if (kind === 'outcomeUnknown' && commit && commit.at > ended) late.push(commit.at - start)
    }
    expect(late.length).toBeGreaterThan(0)
    expect(Math.max(...late)).toBeLessThanOrEqual(calmProfile.latest + 1000)
  })
})

describe('a pipe', () => {
  it('without faults changes nothing', async () => {
    for (const vendor of vendors)
      expect(await created(vendor, 1)).toMatchObject({ kind: 'made', made: 1 })
  })

  it('meets nothing any more once it is calm', async () => {
    const world = newWorld(1)
    const { pipe, create } = opened(world, simulatedDayZero, 'silenceBefore')
    pipe.calm()
    const asked = create()
    await world.run()
    expect(await asked).toBe('made')
  })

  it('is cut for as long as an outage lasts', async () => {
    const world = newWorld(1)
    const outages = [{ from: start + 1000, to: start + 60_000, fault: 'refused' as const }]
    const { create } = opened(world, simulatedDayZero, undefined, outages)
    const told: string[] = []
    for (const at of [0, 1000, 59_999, 60_000])
      world.after(at, 'create', () => void create().then((kind) => told.push(kind)))
    await world.run()
    expect(told.toSorted()).toEqual(['backendUnreachable', 'backendUnreachable', 'made', 'made'])
  })

  it('lets go of a caller who leaves, with the reason it left for', async () => {
    const world = newWorld(1)
    const leaving = new AbortController()
    const pipe = faultyPipe(async () => new Response('late'), {
      world,
      name: 'network',
      profile: calmProfile,
      timeout: null,
      always: 'silenceAfter',
    })
    const request = new Request('https://desk.example/', { signal: leaving.signal })
    const heard = pipe.send(request).catch((reason: unknown) => reason)
    world.after(5000, 'leaves', () => leaving.abort(new Error('typed on')))
    await world.run()
    expect(await heard).toEqual(new Error('typed on'))
  })
})

async function created(vendor: SimulatedVendor, seed: number, fault?: Fault) {
  const world = newWorld(seed)
  const { truth, create } = opened(world, vendor, fault)
  let ended = 0
  const asked = create().finally(() => (ended = world.now()))
  await world.run()
  const kind = await asked
  const isOpen = kind === 'outcomeUnknown' || kind === 'made'
  return { kind, executed: isOpen ? 'perhaps' : 'no', made: truth.contacts().length, truth, ended }
}

function opened(
  world: World,
  vendor: SimulatedVendor,
  always?: Fault,
  outages: (typeof calmProfile)['outages'] = [],
) {
  const wire = vendor.wire(world)
  const customer = wire.truth.newCustomer('Acme').id
  const profile = { ...calmProfile, outages }
  const pipe = faultyPipe(wire.send, {
    ...{ world, name: 'network', profile, timeout: 20_000 },
    ...(always && { always }),
  })
  const gateway = world.actor('gateway')
  // A token comes first, and is not what these are about.
  const send = gateway.pipe((request) =>
    request.url.endsWith('/oauth/token') ? wire.send(request) : pipe.send(request),
  )
  const backend = vendor.backend(send, gateway.clock)
  const create = async (): Promise<string> => {
    try {
      const work = backend.create(customer, vendor.valuesOf('Plain'), { key: 'key' })
      await work
      return 'made'
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      expect(mayHaveHappened(error.refusal)).toBe(error.refusal.kind === 'outcomeUnknown')
      return error.refusal.kind
    }
  }
  return { truth: wire.truth, pipe, create }
}
