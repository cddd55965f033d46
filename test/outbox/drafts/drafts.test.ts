import { describe, expect, it, vi } from 'vitest'
import { Drafts, resumed } from '#outbox/drafts/drafts.ts'
import type { DraftStore } from '#outbox/drafts/draftStore.ts'
import type { OutboxItem } from '#outbox/submission.ts'
import type { SavedDraft } from '#outbox/drafts/savedDraft.ts'
import { virtualClock } from '../../helpers/virtualClock.ts'

const draft = { name: 'Ada' }
const base = { name: '' }

/** A browser with a disk that says what was done to it. */
function browser() {
  const rows = new Map<string, SavedDraft & { place: string }>()
  const store: DraftStore = {
    put: async (place, kept) => void rows.set(kept.submissionId, { ...kept, place }),
    async move(from, place, kept) {
      rows.delete(from)
      rows.set(kept.submissionId, { ...kept, place })
    },
    remove: async (submissionId) => void rows.delete(submissionId),
    find: async (submissionId) => rows.get(submissionId),
    count: async () => rows.size,
    clear: async () => rows.clear(),
    latest: async (place, except) =>
      [...rows.values()].find((row) => row.place === place && !except.has(row.submissionId)),
  }
  const clock = virtualClock()
  let ids = 0
  const page = (open = async () => store) => new Drafts({ open, clock, newId: () => `new${++ids}` })
  return { rows, store, clock, page }
}

/** What was pressed while this stood in the form. */
function item(pressed: SavedDraft['draft']): OutboxItem {
  return {
    workspace: 'w',
    id: 'i0',
    about: 'New contact',
    form: { place: 'here', submittedDraft: pressed },
    queueKey: 'i0',
    submission: { op: 'create', revision: 1, customer: 'c1', values: {} },
    at: 0,
  }
}

describe('a draft', () => {
  it('is on disk 300 ms after it was typed, once for all that was typed by then', async () => {
    const { rows, store, clock, page } = browser()
    const put = vi.spyOn(store, 'put')
    const drafts = page()
    for (const name of ['A', 'Ad', 'Ada'])
      drafts.keep('here', { draft: { name }, base, submissionId: 'i0' })
    await clock.pass(100)
    expect(rows.size).toBe(0)
    expect(drafts.hasUnsaved).toBe(true)
    await clock.pass(200)
    expect(put).toHaveBeenCalledTimes(1)
    expect(rows.get('i0')).toMatchObject({ place: 'here', draft: { name: 'Ada' } })
    expect(drafts.hasUnsaved).toBe(false)
  })

  it('is on disk at once when the page goes', async () => {
    const { rows, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, submissionId: 'i0' })
    await drafts.flush()
    expect(rows.get('i0')).toMatchObject({ draft })
  })

  it('that is gone on with is as old as it was, until something is typed', async () => {
    const { rows, clock, page } = browser()
    page().keep('here', { draft, base, submissionId: 'i0' })
    await clock.pass(1_000)
    const later = page()
    const left = (await later.findLatest('here'))!
    await clock.pass(60_000)
    later.adopt('here', left)
    await later.flush()
    expect(later.get('here')).toEqual(left)
    expect(rows.get('i0')?.at).toEqual(left.at)
  })

  it('whose place another one takes at once is on disk all the same, under its own submission', async () => {
    const { rows, clock, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, submissionId: 'i0' })
    void drafts.flush()
    drafts.keep('here', { draft: { name: 'Bea' }, base, submissionId: 'i1' })
    await clock.pass(1_000)
    expect(rows.get('i0')).toMatchObject({ place: 'here', draft })
    expect(rows.get('i1')).toMatchObject({ place: 'here', draft: { name: 'Bea' } })
    expect(drafts.hasUnsaved).toBe(false)
  })

  it('whose place another one took goes on as a change all the same when it was saved', async () => {
    const { rows, clock, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft: { name: 'Ada L.' }, base, submissionId: 'i0' })
    drafts.keep('here', { draft: { name: 'Bea' }, base, submissionId: 'i1' })
    expect(await drafts.rebase(item({ name: 'Ada' }), 'there')).toBe(true)
    await clock.pass(1_000)
    expect([...rows.values()]).toMatchObject([
      { place: 'there', draft: { name: 'Ada L.' } },
      { place: 'here', draft: { name: 'Bea' } },
    ])
  })

  it('of a submission that was left goes on at its place as another submission', async () => {
    const { rows, clock, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, submissionId: 'i0' })
    const next = drafts.rekey('here', 'i0')
    expect(drafts.get('here')).toMatchObject({ draft, base, submissionId: next })
    await clock.pass(1_000)
    expect([...rows.values()]).toMatchObject([{ place: 'here', draft, submissionId: next }])
    const later = page()
    const last = later.rekey('here', next)
    await clock.pass(1_000)
    expect([...rows.values()]).toMatchObject([{ place: 'here', draft, submissionId: last }])
    expect(last).not.toBe(next)
  })

  it('that was dropped does not come back with a write that was still on its way', async () => {
    const { rows, clock, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base })
    void drafts.flush()
    drafts.discard('here')
    await clock.pass(1_000)
    expect(rows.size).toBe(0)
  })

  it('of an earlier life is found at its place, and one of this life is not offered again', async () => {
    const { page } = browser()
    const before = page()
    before.keep('here', { draft, base })
    await before.flush()
    const drafts = page()
    expect(await drafts.findLatest('elsewhere')).toBeUndefined()
    const left = await drafts.findLatest('here')
    expect(left).toMatchObject({ draft, base })
    drafts.keep('here', left!)
    expect(await drafts.findLatest('here')).toBeUndefined()
  })

  it('stays in memory where there is no disk, and goes to disk once there is', async () => {
    const { rows, store, page } = browser()
    let isThere = false
    const drafts = page(() => (isThere ? Promise.resolve(store) : Promise.reject(Error('no'))))
    drafts.keep('here', { draft, base })
    await drafts.flush()
    expect(drafts.get('here')).toMatchObject({ draft })
    expect(drafts.hasUnsaved).toBe(true)
    expect(await drafts.findLatest('here')).toBeUndefined()
    isThere = true
    await drafts.flush()
    expect(rows.size).toBe(1)
    expect(drafts.hasUnsaved).toBe(false)
  })

  it('is resumed as what was typed, on top of what the contact holds by now', () => {
    const kept = {
      draft: { name: 'Ada', role: 'Billing', notes: '' },
      base: { name: 'Ann', role: 'Billing', notes: 'Old' },
      ...{ submissionId: 'i0', at: new Date() },
    }
    const now = { name: 'Anne', role: 'Technical', notes: 'Older', phone: '1' }
    expect(resumed(kept, now)).toEqual({ name: 'Ada', role: 'Technical', notes: '', phone: '1' })
  })
})

describe('after its submission was saved', () => {
  it('a draft that held nothing else is gone', async () => {
    const { rows, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, submissionId: 'i0' })
    await drafts.flush()
    expect(await drafts.rebase(item({ ...draft }), 'there')).toBe(false)
    expect([rows.size, drafts.get('here')]).toEqual([0, undefined])
  })

  it.each(['in this life of the page', 'in an earlier one'])(
    'what was typed since, %s, goes on as a change of what was made',
    async (when) => {
      const { rows, page } = browser()
      const before = page()
      before.keep('here', { draft: { name: 'Ada', role: 'Billing' }, base, submissionId: 'i0' })
      await before.flush()
      const drafts = when === 'in an earlier one' ? page() : before
      expect(await drafts.rebase(item({ name: 'Ada', role: '' }), 'there')).toBe(true)
      expect([...rows.values()]).toMatchObject([
        { place: 'there', base: { name: 'Ada', role: '' } },
      ])
      expect(rows.has('i0')).toBe(false)
      expect(drafts.get('here')).toBeUndefined()
      const kept = drafts.get('there') ?? (await drafts.findLatest('there'))
      expect(resumed(kept!, { name: 'Ada B.', role: '' })).toEqual({
        name: 'Ada B.',
        role: 'Billing',
      })
    },
  )

  it('what goes on at another place is on disk before the draft is not', async () => {
    const { rows, store, page } = browser()
    const drafts = page()
    drafts.keep('here', { draft, base, submissionId: 'i0' })
    await drafts.flush()
    const remove = vi.spyOn(store, 'remove').mockImplementation(async (submissionId) => {
      expect([...rows.values()].map(({ place }) => place)).toContain('there')
      rows.delete(submissionId)
    })
    drafts.keep('there', { draft, base })
    drafts.complete('here', 'i0')
    await drafts.flush()
    expect(remove).toHaveBeenCalledOnce()
    expect(rows.size).toBe(1)
  })
})
