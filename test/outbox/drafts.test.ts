import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Drafts, resumed } from '#outbox/drafts.ts'
import type { DraftStore } from '#outbox/draftStore.ts'
import type { Kept } from '#outbox/kept.ts'
import { newWish } from '#outbox/wish.ts'

const draft = { name: 'Ada' }
const base = { name: '' }

/** A disk that says what was done to it. */
function disk() {
  const rows = new Map<string, Kept & { place: string }>()
  const store: DraftStore = {
    put: async (place, kept) => void rows.set(kept.wish.intent, { place, ...kept }),
    remove: async (intent) => void rows.delete(intent),
    latest: async (place, except) =>
      [...rows.values()].find((row) => row.place === place && !except.has(row.wish.intent)),
  }
  return { rows, store }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a draft', () => {
  it('is on disk 300 ms after it was typed, once for all that was typed by then', async () => {
    const { rows, store } = disk()
    const put = vi.spyOn(store, 'put')
    const drafts = new Drafts(async () => store)
    const wish = newWish()
    for (const name of ['A', 'Ad', 'Ada']) drafts.keep('here', { draft: { name }, base, wish })
    expect(rows.size).toBe(0)
    await vi.advanceTimersByTimeAsync(300)
    expect(put).toHaveBeenCalledTimes(1)
    expect(rows.get(wish.intent)).toMatchObject({ place: 'here', draft: { name: 'Ada' } })
  })

  it('is on disk at once when the page goes, with the wish as it is by then', async () => {
    const { rows, store } = disk()
    const drafts = new Drafts(async () => store)
    const wish = newWish()
    drafts.keep('here', { draft, base, wish })
    wish.g = 2
    await drafts.settled()
    wish.g = 3
    expect(rows.get(wish.intent)?.wish.g).toBe(2)
    drafts.touch('here')
    await drafts.settled()
    expect(rows.get(wish.intent)?.wish.g).toBe(3)
  })

  it('that was dropped does not come back with a write that was still on its way', async () => {
    const { rows, store } = disk()
    const drafts = new Drafts(async () => store)
    drafts.keep('here', { draft, base })
    void drafts.settled()
    drafts.drop('here')
    await drafts.settled()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(rows.size).toBe(0)
  })

  it('of an earlier life is found at its place, and one of this life is not offered again', async () => {
    const { store } = disk()
    const before = new Drafts(async () => store)
    before.keep('here', { draft, base })
    await before.settled()
    const drafts = new Drafts(async () => store)
    expect(await drafts.left('elsewhere')).toBeUndefined()
    const left = await drafts.left('here')
    expect(left).toMatchObject({ draft, base })
    drafts.keep('here', left!)
    expect(await drafts.left('here')).toBeUndefined()
  })

  it('stays in memory where there is no disk, and goes to disk once there is', async () => {
    const { rows, store } = disk()
    let isThere = false
    const drafts = new Drafts(() =>
      isThere ? Promise.resolve(store) : Promise.reject(Error('no')),
    )
    drafts.keep('here', { draft, base })
    await drafts.settled()
    expect(drafts.get('here')).toMatchObject({ draft })
    expect(await drafts.left('here')).toBeUndefined()
    isThere = true
    drafts.touch('here')
    await drafts.settled()
    expect(rows.size).toBe(1)
  })

  it('is resumed as what was typed, on top of what the contact holds by now', () => {
    const kept = {
      draft: { name: 'Ada', role: 'Billing', notes: '' },
      base: { name: 'Ann', role: 'Billing', notes: 'Old' },
      ...{ wish: newWish(), at: new Date() },
    }
    const now = { name: 'Anne', role: 'Technical', notes: 'Older', phone: '1' }
    expect(resumed(kept, now)).toEqual({ name: 'Ada', role: 'Technical', notes: '', phone: '1' })
  })
})
