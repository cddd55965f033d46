import { describe, expect, it, vi } from 'vitest'
import { Drafts, resumed } from '#outbox/drafts/drafts.ts'
import type { DraftStore } from '#outbox/drafts/draftStore.ts'
import type { Errand } from '#outbox/submission.ts'
import type { Kept } from '#outbox/drafts/savedDraft.ts'
import { virtualClock } from '../../helpers/virtualClock.ts'

const draft = { name: 'Ada' }
const base = { name: '' }

/** A browser with a disk that says what was done to it. */
function browser() {
  const rows = new Map<string, Kept & { place: string }>()
  const store: DraftStore = {
    put: async (place, kept) => void rows.set(kept.intent, { ...kept, place }),
    async move(from, place, kept) {
      rows.delete(from)
      rows.set(kept.intent, { ...kept, place })
    },
    remove: async (intent) => void rows.delete(intent),
    find: async (intent) => rows.get(intent),
    count: async () => rows.size,
    clear: async () => rows.clear(),
    latest: async (place, except) =>
      [...rows.values()].find((row) => row.place === place && !except.has(row.intent)),
  }
  const clock = virtualClock()
  let ids = 0
  const page = (open = async () => store) => new Drafts({ open, clock, newId: () => `new${++ids}` })
  return { rows, store, clock, page }
}

/** What was pressed while this stood in the form. */
function errand(pressed: Kept['draft']): Errand {
  return {
    workspace: 'w',
    intent: 'i0',
    about: 'New contact',
    form: { place: 'here', pressed },
    line: 'i0',
    submission: { op: 'create', g: 1, customer: 'c1', values: {} },
    at: 0,
  }
}

describe('a draft', () => {
  it('is on disk 300 ms after it was typed, once for all that was typed by then', async () => {
    const { rows, store, clock, page } = browser()
    const put = vi.spyOn(store, 'put')
    const drafts = page()
    for (const name of ['A', 'Ad', 'Ada'])
      drafts.keep('here', { draft: { name }, base, intent: 'i0' })
    await clock.pass(100)
    expect(rows.size).toBe(0)
    expect(drafts.atRisk).toBe(true)
    await clock.pass(200)
    expect(put).toHaveBeenCalledTimes(1)
    expect(rows.get('i0')).toMatchObject({ place: 'here', draft: { name: 'Ada' } })
    expect(drafts.atRisk).toBe(false)
  })

  it('is on disk at once when the page goes', async () => {
    const { rows, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, intent: 'i0' })
    await drafts.settled()
    expect(rows.get('i0')).toMatchObject({ draft })
  })

  it('that is gone on with is as old as it was, until something is typed', async () => {
    const { rows, clock, page } = browser()
    page().keep('here', { draft, base, intent: 'i0' })
    await clock.pass(1_000)
    const later = page()
    const left = (await later.left('here'))!
    await clock.pass(60_000)
    later.takeUp('here', left)
    await later.settled()
    expect(later.get('here')).toEqual(left)
    expect(rows.get('i0')?.at).toEqual(left.at)
  })

  it('whose place another one takes at once is on disk all the same, under its own wish', async () => {
    const { rows, clock, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, intent: 'i0' })
    void drafts.settled()
    drafts.keep('here', { draft: { name: 'Bea' }, base, intent: 'i1' })
    await clock.pass(1_000)
    expect(rows.get('i0')).toMatchObject({ place: 'here', draft })
    expect(rows.get('i1')).toMatchObject({ place: 'here', draft: { name: 'Bea' } })
    expect(drafts.atRisk).toBe(false)
  })

  it('whose place another one took goes on as a change all the same when it was saved', async () => {
    const { rows, clock, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft: { name: 'Ada L.' }, base, intent: 'i0' })
    drafts.keep('here', { draft: { name: 'Bea' }, base, intent: 'i1' })
    expect(await drafts.moveOn(errand({ name: 'Ada' }), 'there')).toBe(true)
    await clock.pass(1_000)
    expect([...rows.values()]).toMatchObject([
      { place: 'there', draft: { name: 'Ada L.' } },
      { place: 'here', draft: { name: 'Bea' } },
    ])
  })

  it('of a wish that was left goes on at its place as another wish', async () => {
    const { rows, clock, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, intent: 'i0' })
    const next = drafts.renew('here', 'i0')
    expect(drafts.get('here')).toMatchObject({ draft, base, intent: next })
    await clock.pass(1_000)
    expect([...rows.values()]).toMatchObject([{ place: 'here', draft, intent: next }])
    const later = page()
    const last = later.renew('here', next)
    await clock.pass(1_000)
    expect([...rows.values()]).toMatchObject([{ place: 'here', draft, intent: last }])
    expect(last).not.toBe(next)
  })

  it('that was dropped does not come back with a write that was still on its way', async () => {
    const { rows, clock, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base })
    void drafts.settled()
    drafts.drop('here')
    await clock.pass(1_000)
    expect(rows.size).toBe(0)
  })

  it('of an earlier life is found at its place, and one of this life is not offered again', async () => {
    const { page } = browser()
    const before = page()
    before.keep('here', { draft, base })
    await before.settled()
    const drafts = page()
    expect(await drafts.left('elsewhere')).toBeUndefined()
    const left = await drafts.left('here')
    expect(left).toMatchObject({ draft, base })
    drafts.keep('here', left!)
    expect(await drafts.left('here')).toBeUndefined()
  })

  it('stays in memory where there is no disk, and goes to disk once there is', async () => {
    const { rows, store, page } = browser()
    let isThere = false
    const drafts = page(() => (isThere ? Promise.resolve(store) : Promise.reject(Error('no'))))
    drafts.keep('here', { draft, base })
    await drafts.settled()
    expect(drafts.get('here')).toMatchObject({ draft })
    expect(drafts.atRisk).toBe(true)
    expect(await drafts.left('here')).toBeUndefined()
    isThere = true
    await drafts.settled()
    expect(rows.size).toBe(1)
    expect(drafts.atRisk).toBe(false)
  })

  it('is resumed as what was typed, on top of what the contact holds by now', () => {
    const kept = {
      draft: { name: 'Ada', role: 'Billing', notes: '' },
      base: { name: 'Ann', role: 'Billing', notes: 'Old' },
      ...{ intent: 'i0', at: new Date() },
    }
    const now = { name: 'Anne', role: 'Technical', notes: 'Older', phone: '1' }
    expect(resumed(kept, now)).toEqual({ name: 'Ada', role: 'Technical', notes: '', phone: '1' })
  })
})

describe('after its errand was saved', () => {
  it('a draft that held nothing else is gone', async () => {
    const { rows, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, intent: 'i0' })
    await drafts.settled()
    expect(await drafts.moveOn(errand({ ...draft }), 'there')).toBe(false)
    expect([rows.size, drafts.get('here')]).toEqual([0, undefined])
  })

  it.each(['in this life of the page', 'in an earlier one'])(
    'what was typed since, %s, goes on as a change of what was made',
    async (when) => {
      const { rows, page } = browser()
      const before = page()
      before.keep('here', { draft: { name: 'Ada', role: 'Billing' }, base, intent: 'i0' })
      await before.settled()
      const drafts = when === 'in an earlier one' ? page() : before
      expect(await drafts.moveOn(errand({ name: 'Ada', role: '' }), 'there')).toBe(true)
      expect([...rows.values()]).toMatchObject([
        { place: 'there', base: { name: 'Ada', role: '' } },
      ])
      expect(rows.has('i0')).toBe(false)
      expect(drafts.get('here')).toBeUndefined()
      const kept = drafts.get('there') ?? (await drafts.left('there'))
      expect(resumed(kept!, { name: 'Ada B.', role: '' })).toEqual({
        name: 'Ada B.',
        role: 'Billing',
      })
    },
  )

  it('what goes on at another place is on disk before the draft is not', async () => {
    const { rows, store, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, intent: 'i0' })
    await drafts.settled()
    const remove = vi.spyOn(store, 'remove').mockImplementation(async (intent) => {
      expect([...rows.values()].map(({ place }) => place)).toContain('there')
      rows.delete(intent)
    })
    drafts.keep('there', { draft, base })
    drafts.finish('here', 'i0')
    await drafts.settled()
    expect(remove).toHaveBeenCalledOnce()
    expect(rows.size).toBe(1)
  })
})
