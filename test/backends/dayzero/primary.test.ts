import { describe, expect, it } from 'vitest'
import { dayZeroBackend } from '#backends/dayzero/backend.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'

interface Options {
  /** Setting one flag clears the others. */
  exclusive?: boolean
  /** What a write of the flag does: nothing, said truly; or nothing, and the answer says it did. */
  flag?: 'kept' | 'ignored' | 'pretended'
  /** Another application's write, by how many requests came before it. */
  meanwhile?: Record<number, (held: Held) => void>
  /** Requests that are answered with 500, by their number. */
  fails?: readonly number[]
}

type Held = Map<string, boolean>

/** A Day Zero with the contacts a (primary), b and c, as another vendor may have built it. */
function dayZeroWith({ exclusive = true, flag = 'kept', meanwhile = {}, fails = [] }: Options) {
  const held: Held = new Map([
    ['a', true],
    ['b', false],
    ['c', false],
  ])
  const lines: string[] = []
  const wire = (id: string, isPrimary = held.get(id)) => ({
    id,
    entity_type: 'customer',
    entity_id: 'c1',
    name: id.toUpperCase(),
    is_primary: isPrimary,
    created_at: '2026-01-02T03:04:05Z',
    updated_at: '2026-01-02T03:04:05Z',
  })
  const set = (id: string, isPrimary: boolean) => {
    if (flag !== 'kept') return
    if (isPrimary && exclusive) for (const other of held.keys()) held.set(other, false)
    held.set(id, isPrimary)
  }
  const settings = { address: 'https://dayzero.example', token: 't', businessId: 'b' }
  const backend = dayZeroBackend(settings, async (request) => {
    meanwhile[lines.length]?.(held)
    const body =
      request.method === 'GET' ? {} : ((await request.json()) as { is_primary?: boolean })
    const id = request.method === 'POST' ? 'd' : new URL(request.url).pathname.split('/').at(-1)!
    lines.push([request.method, id, body.is_primary ?? ''].join(' ').trim())
    if (fails.includes(lines.length - 1)) return new Response('no', { status: 500 })
    if (request.method === 'GET')
      return Response.json({ items: [...held.keys()].map((it) => wire(it)) })
    if (request.method === 'POST') held.set('d', false)
    if (body.is_primary !== undefined) set(id, body.is_primary)
    const answered = flag === 'pretended' ? body.is_primary : held.get(id)
    return Response.json(wire(id, answered), { status: request.method === 'POST' ? 201 : 200 })
  })
  const primaries = () => [...held].flatMap(([id, isPrimary]) => (isPrimary ? [id] : []))
  return { backend, held, lines, primaries }
}

async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  const error = await asked.catch((thrown: unknown) => thrown)
  if (error instanceof BackendError) return error.refusal
  throw new Error('was not refused', { cause: error })
}

/** Another application makes this one primary; by itself the only one. */
const moves = (id: string, exclusive: boolean) => (held: Held) => {
  if (exclusive) for (const other of held.keys()) held.set(other, false)
  held.set(id, true)
}

describe('making a contact primary', () => {
  it('writes once where the vendor clears the others, and reads afterwards', async () => {
    const { backend, lines, primaries } = dayZeroWith({})
    expect(await backend.makePrimary('c1', 'b', ['a'])).toMatchObject({ id: 'b', primary: true })
    expect(primaries()).toEqual(['b'])
    expect(lines).toEqual(['PUT b true', 'GET contacts'])
  })

  it('clears the one before where the vendor does not, and reads once more', async () => {
    const { backend, lines, primaries } = dayZeroWith({ exclusive: false })
    expect(await backend.makePrimary('c1', 'b', ['a'])).toMatchObject({ id: 'b', primary: true })
    expect(primaries()).toEqual(['b'])
    expect(lines).toEqual(['PUT b true', 'GET contacts', 'PUT a false', 'GET contacts'])
  })

  it('reads by itself who was primary where the caller does not know', async () => {
    const { backend, primaries } = dayZeroWith({ exclusive: false })
    await backend.makePrimary('c1', 'b')
    expect(primaries()).toEqual(['b'])
  })

  it.each(['ignored', 'pretended'] as const)('clears none where the flag is %s', async (flag) => {
    const { backend, lines, primaries } = dayZeroWith({ flag, exclusive: false })
    const message = 'Day Zero answered that it was done, but did not make B primary'
    expect(await refusalOf(backend.makePrimary('c1', 'b', ['a']))).toEqual(
      flag === 'ignored'
        ? { kind: 'rejected', message, ignored: true }
        : { kind: 'outcomeUnknown', status: 200, notDone: true },
    )
    expect(primaries()).toEqual(['a'])
    expect(lines).toEqual(['PUT b true', 'GET contacts'])
  })

  it('is in doubt when the read afterwards fails', async () => {
    const { backend } = dayZeroWith({ fails: [1] })
    expect(await refusalOf(backend.makePrimary('c1', 'b', ['a']))).toEqual({
      kind: 'outcomeUnknown',
      status: null,
    })
  })

  it('is in doubt when the list afterwards does not know the contact', async () => {
    const { backend } = dayZeroWith({ meanwhile: { 1: (held) => held.delete('b') } })
    expect(await refusalOf(backend.makePrimary('c1', 'b', ['a']))).toEqual({
      kind: 'outcomeUnknown',
      status: 200,
    })
  })

  it('of which the flag before cannot be cleared says that both are primary', async () => {
    const { backend, primaries } = dayZeroWith({ exclusive: false, fails: [2] })
    expect(await refusalOf(backend.makePrimary('c1', 'b', ['a']))).toMatchObject({
      kind: 'partial',
      failed: 'A is primary as well',
      holder: { id: 'a', name: 'A' },
    })
    expect(primaries()).toEqual(['a', 'b'])
  })
})

describe('another application that makes C primary', () => {
  it.each([
    [true, 0],
    [true, 1],
    [true, 2],
    [false, 0],
    [false, 1],
    [false, 2],
    [false, 3],
  ])(
    '(exclusive %s) before request %i never loses it, and one is primary',
    async (exclusive, at) => {
      const { backend, primaries } = dayZeroWith({
        exclusive,
        meanwhile: { [at]: moves('c', exclusive) },
      })
      const asked = backend.makePrimary('c1', 'b', ['a'])
      const told = await asked.then(
        () => 'saved',
        (error: unknown) => (error as BackendError).refusal,
      )
      expect(primaries().length).toBeGreaterThan(0)
      if (told === 'saved') expect(primaries().slice(0, 1)).toEqual(['b'])
      else expect(told).toMatchObject({ kind: 'partial', holder: { id: 'c', name: 'C' } })
      // At an exclusive vendor the later write counts, and before request 2 there is none.
      expect(primaries()).toContain(exclusive && at !== 1 ? 'b' : 'c')
    },
  )

  it('and back to the one before, while that is cleared, leaves that one primary', async () => {
    const { backend, primaries } = dayZeroWith({
      exclusive: false,
      meanwhile: { 2: moves('a', true) },
    })
    expect(await refusalOf(backend.makePrimary('c1', 'b', ['a']))).toMatchObject({
      kind: 'outcomeUnknown',
    })
    expect(primaries()).toEqual(['a'])
  })
})

describe('a contact that is written with its flag', () => {
  it.each([true, false])('is the only primary (exclusive %s)', async (exclusive) => {
    const { backend, primaries } = dayZeroWith({ exclusive })
    const made = await backend.create('c1', { name: 'D', is_primary: true }, { previous: ['a'] })
    expect(made).toMatchObject({ id: 'd', primary: true })
    expect(primaries()).toEqual(['d'])
  })

  it('by a change is the only primary, too', async () => {
    const { backend, primaries } = dayZeroWith({ exclusive: false })
    expect(await backend.update('c1', 'b', { is_primary: true })).toMatchObject({ primary: true })
    expect(primaries()).toEqual(['b'])
  })

  it.each(['ignored', 'pretended'] as const)('(%s) is told as it is read', async (flag) => {
    const { backend, primaries } = dayZeroWith({ flag, exclusive: false })
    const made = await backend.create('c1', { name: 'D', is_primary: true }, { previous: ['a'] })
    expect(made).toMatchObject({ id: 'd', primary: false })
    expect(primaries()).toEqual(['a'])
  })

  it('and overtaken by another application is told as it is read', async () => {
    const { backend, primaries } = dayZeroWith({ meanwhile: { 1: moves('c', true) } })
    const made = await backend.create('c1', { name: 'D', is_primary: true }, { previous: ['a'] })
    expect(made).toMatchObject({ id: 'd', primary: false })
    expect(primaries()).toEqual(['c'])
  })

  it.each([0, 1])(
    'and not cleared for another application before request %i is told besides it',
    async (at) => {
      const { backend, primaries } = dayZeroWith({
        exclusive: false,
        meanwhile: { [at]: moves('c', false) },
      })
      const made = await backend.create('c1', { name: 'D', is_primary: true }, { previous: ['a'] })
      const alsoPrimary = { id: 'c', name: 'C' }
      expect(made).toMatchObject({ id: 'd', primary: true, alsoPrimary })
      expect(primaries()).toEqual(['c', 'd'])
    },
  )

  it('is made once and in doubt where no read afterwards tells who is primary', async () => {
    const { backend, lines } = dayZeroWith({ fails: [1, 2, 3, 4] })
    const asked = backend.create('c1', { name: 'D', is_primary: true }, { previous: ['a'] })
    expect(await refusalOf(asked)).toEqual({ kind: 'outcomeUnknown', status: null })
    expect(lines[0]).toBe('POST d true')
    expect(new Set(lines.slice(1))).toEqual(new Set(['GET contacts']))
  })

  it('is in doubt where the one before keeps its flag', async () => {
    const fails = Array.from({ length: 40 }, (_, at) => at).filter((at) => at % 3 === 2)
    const { backend, primaries } = dayZeroWith({ exclusive: false, fails })
    const asked = backend.create('c1', { name: 'D', is_primary: true }, { previous: ['a'] })
    expect(await refusalOf(asked)).toEqual({ kind: 'outcomeUnknown', status: null })
    expect(primaries()).toEqual(['a', 'd'])
  })

  it.each([1, 2, 3])('is the only primary though request %i afterwards fails', async (at) => {
    const { backend, primaries } = dayZeroWith({ exclusive: false, fails: [at] })
    await backend.create('c1', { name: 'D', is_primary: true }, { previous: ['a'] })
    expect(primaries()).toEqual(['d'])
  })
})
