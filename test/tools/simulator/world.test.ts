import { describe, expect, it } from 'vitest'
import { dayZeroBackend } from '#backends/dayzero/backend.ts'
import { zuoraBackend } from '#backends/zuora/backend.ts'
import type { Backend } from '#contract/backend/backend.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { chanceOf } from './chance.ts'
import { dayZeroWire } from './dayZeroWire.ts'
import { anyProfile } from './faults.ts'
import { faultyPipe } from './faultyPipe.ts'
import { newWorld, start, type World, type WorldOptions } from './world.ts'
import { zuoraWire } from './zuoraWire.ts'

describe('chance', () => {
  it('is the same for the same seed and another for the next one', () => {
    const drawn = (seed: number) => Array.from({ length: 20 }, chanceOf(seed).next)
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(1)).not.toEqual(drawn(2))
  })

  it('has forks that know nothing of each other', () => {
    const [one, other] = [chanceOf(7), chanceOf(7)]
    other.next()
    expect(one.fork('tab').next()).toBe(other.fork('tab').next())
    expect(one.fork('tab').next()).not.toBe(one.fork('gateway').next())
  })

  it('is as often as told', () => {
    const chance = chanceOf(3)
    const hits = Array.from({ length: 10_000 }, () => chance.hits(0.2)).filter(Boolean).length
    expect(hits / 10_000).toBeCloseTo(0.2, 1)
    expect(new Set(Array.from({ length: 200 }, () => chance.whole(1, 6)))).toEqual(
      new Set([1, 2, 3, 4, 5, 6]),
    )
  })
})

describe('a world', () => {
  it('has everything happen in the order of its time', async () => {
    const world = newWorld(1)
    const told: string[] = []
    for (const [after, what] of [
      [30, 'third'],
      [10, 'first'],
      [20, 'second'],
    ] as const)
      world.after(after, what, () => told.push(`${world.now() - start} ${what}`))
    await world.run()
    expect(told).toEqual(['10 first', '20 second', '30 third'])
  })

  it('leaves it to the seed who is first at one moment', async () => {
    const orders = new Set<string>()
    for (let seed = 0; seed < 20; seed++) {
      const world = newWorld(seed)
      const told: string[] = []
      for (const what of 'abc') world.after(5, what, () => told.push(what))
      await world.run()
      orders.add(told.join(''))
    }
    expect(orders.size).toBeGreaterThan(3)
  })

  it('stops at a moment and goes on from there', async () => {
    const world = newWorld(1)
    const told: number[] = []
    for (const after of [10, 20]) world.after(after, 'it', () => told.push(after))
    await world.run({ time: start + 15 })
    expect(told).toEqual([10])
    expect(world.now()).toBe(start + 15)
    await world.run()
    expect(told).toEqual([10, 20])
  })

  it('lets nobody wait in real time, however long the pause', async () => {
    const world = newWorld(1)
    const { clock } = world.actor('tab')
    let woke = 0
    void clock.pause(86_400_000).then(() => (woke = clock.now()))
    await world.run()
    expect(woke).toBe(start + 86_400_000)
  })

  it('ends a pause by its signal, with the signal’s reason', async () => {
    const world = newWorld(1)
    const { clock } = world.actor('tab')
    const leaving = new AbortController()
    const paused = clock.pause(1000, leaving.signal).catch((reason: unknown) => reason)
    world.after(10, 'leaves', () => leaving.abort('gone'))
    await world.run()
    expect(await paused).toBe('gone')
    expect(world.now()).toBe(start + 10)
    const never = clock.pause(1000, leaving.signal).catch((reason: unknown) => reason)
    await world.run()
    expect(await never).toBe('gone')
  })
})

describe('an actor', () => {
  it('never goes on after it was killed', async () => {
    const world = newWorld(1)
    const [tab, other] = [world.actor('tab'), world.actor('other')]
    const told: string[] = []
    void tab.clock.pause(20).then(() => told.push('the dead woke'))
    void other.clock.pause(20).then(() => told.push('the living woke'))
    world.after(10, 'kill', () => tab.kill())
    await world.run()
    expect(told).toEqual(['the living woke'])
    expect([tab.alive(), other.alive()]).toEqual([false, true])
  })

  it('sends nothing and hears nothing once it is dead', async () => {
    const world = newWorld(1)
    const gateway = world.actor('gateway')
    let arrived = 0
    const send = gateway.pipe(async () => {
      arrived++
      await new Promise<void>((resolve) => void world.after(50, 'answer', resolve))
      return new Response('ok')
    })
    let heard = 0
    void send(new Request('https://system.example/')).then(() => heard++)
    world.after(10, 'kill', () => gateway.kill())
    world.after(20, 'again', () => void send(new Request('https://system.example/')))
    await world.run()
    // What had left before was carried out; nobody heard of it.
    expect({ arrived, heard }).toEqual({ arrived: 1, heard: 0 })
  })

  it('writes whole or not at all, and may die without hearing that it wrote', async () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 60; seed++) {
      const world = newWorld(seed)
      const gateway = world.actor('gateway')
      const rows: string[] = []
      const store = gateway.store({ put: (row: string) => Promise.resolve(rows.push(row)) })
      let heard = false
      void store.put('row').then(() => (heard = true))
      world.after(world.chance.between(0, 6), 'kill', () => gateway.kill())
      await world.run()
      if (heard) expect(rows).toEqual(['row'])
      seen.add(`${rows.length} written, ${heard ? 'heard' : 'not heard'}`)
    }
    expect(seen).toEqual(
      new Set(['0 written, not heard', '1 written, not heard', '1 written, heard']),
    )
  })

  it('that froze goes on later as if nothing had been', async () => {
    const world = newWorld(1)
    const gateway = world.actor('gateway')
    let woke = 0
    void gateway.clock.pause(20).then(() => (woke = world.now()))
    world.after(10, 'freeze', () => gateway.freeze(30_000))
    await world.run()
    expect(woke).toBe(start + 30_010)
  })

  it('may have a clock that is wrong', () => {
    const world = newWorld(1)
    const gateway = world.actor('gateway')
    gateway.setClock(3_600_000)
    expect(gateway.clock.now()).toBe(start + 3_600_000)
    expect(world.now()).toBe(start)
  })
})

const seeds = Array.from({ length: 60 }, (_, index) => index + 1)

describe.each(['Day Zero', 'Zuora'] as const)('a simulation of %s', (vendor) => {
  it('is the same for the same seed, whatever the machine does meanwhile', async () => {
    const hashes = new Set<string>()
    for (const seed of seeds) {
      const [one, other] = [await simulated(vendor, seed), await simulated(vendor, seed)]
      expect(other.world.hash()).toBe(one.world.hash())
      expect(other.told).toEqual(one.told)
      hashes.add(one.world.hash())
    }
    expect(hashes.size).toBe(seeds.length)
  })

  it('goes on only when everybody waits', async () => {
    for (const seed of seeds.slice(0, 20)) {
      const { world, told } = await simulated(vendor, seed, { turns: 6 })
      expect(world.slowest()).toBe(1)
      // Looking closer changed nothing.
      expect(told).toEqual((await simulated(vendor, seed)).told)
    }
  })

  it('ends every call, whatever the network does', async () => {
    const kinds = new Set<string>()
    for (const seed of seeds) {
      const { told } = await simulated(vendor, seed)
      expect(told).toHaveLength(calls)
      for (const each of told) kinds.add(each)
    }
    expect([...kinds]).toEqual(
      expect.arrayContaining(['made', 'outcomeUnknown', 'backendUnreachable', 'busy']),
    )
  })
})

const calls = 12

/** The real adapter over a bad network: a dozen creates, and what each came to. */
async function simulated(vendor: string, seed: number, options?: WorldOptions) {
  const world = newWorld(seed, options)
  const { truth, backendOn } = vendor === 'Zuora' ? zuoraIn(world) : dayZeroIn(world)
  const customer = truth.newCustomer('Acme').id
  const profile = anyProfile({
    chance: world.chance.fork('weather'),
    from: start,
    to: start + 60_000,
    longestOutage: 600_000,
  })
  const { backend, valuesOf } = backendOn((send) => {
    const pipe = faultyPipe(send, { world, name: 'network', profile, timeout: 20_000 })
    return pipe.send
  })
  const told: string[] = []
  for (let each = 0; each < calls; each++)
    world.after(world.chance.between(0, 60_000), `create ${each}`, () => {
      const made = backend.create(customer, valuesOf(`Person ${each}`), { key: `key-${each}` })
      made.then(
        () => told.push('made'),
        (error: unknown) => told.push(error instanceof BackendError ? error.refusal.kind : 'bug'),
      )
    })
  await world.run()
  return { world, told, truth }
}

type Through = (send: (request: Request) => Promise<Response>) => typeof send

function dayZeroIn(world: World) {
  const wire = dayZeroWire({ surroundings: world, token: 'token' })
  const settings = { address: 'https://dayzero.example', token: 'token', businessId: 'business' }
  return {
    truth: wire.truth,
    backendOn: (
      through: Through,
    ): { backend: Backend; valuesOf(name: string): { name: string } } => ({
      backend: dayZeroBackend(settings, world.actor('gateway').pipe(through(wire.send))),
      valuesOf: (name) => ({ name }),
    }),
  }
}

function zuoraIn(world: World) {
  const wire = zuoraWire({ surroundings: world, clientSecret: 'secret' })
  const settings = { address: 'https://zuora.example', clientId: 'id', clientSecret: 'secret' }
  return {
    truth: wire.truth,
    backendOn: (through: Through) => {
      const gateway = world.actor('gateway')
      return {
        backend: zuoraBackend(settings, gateway.pipe(through(wire.send)), gateway.clock),
        valuesOf: (name: string) => ({ firstName: 'Pat', lastName: name }),
      }
    },
  }
}
