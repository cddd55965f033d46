import { describe, expect, it } from 'vitest'
import type { FieldType } from '#contract/fields/kind.ts'
import { chanceOf } from '../chance.ts'
import { dayZeroWire, type DayZeroOptions } from '../dayZeroWire.ts'
import { changedAnswer, createdAnswer } from './answers.ts'
import { anyHabits, habitTitles, mild } from './habits.ts'
import { anyStoring } from './normalising.ts'

const kinds = new Map<string, FieldType>([
  ['name', 'text'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['country', 'lookup'],
  ['notes', 'multiline'],
])

const values = {
  name: 'kim Ünsal-Ørsted',
  email: 'Kim@Bücher.example',
  phone: '+44 (0)20 7946 1003',
  country: 'de',
  notes: '7 zuständig  für Café',
}

describe('what a billing system stores', () => {
  it('is the same when it is given what it stored', () => {
    const titles = new Set<string>()
    for (let seed = 1; seed <= 300; seed++) {
      const storing = anyStoring(chanceOf(seed), kinds)
      const stored = storing.keeps(values)
      expect(storing.keeps(stored)).toEqual(stored)
      for (const title of storing.titles) titles.add(title)
    }
    expect(titles.size).toBeGreaterThan(30)
  })

  it('leaves the name or the address as anybody would expect it', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { name, email } = anyStoring(chanceOf(seed), kinds).keeps(values)
      const isNameOdd = String(name).normalize('NFC') !== values.name
      expect(isNameOdd && !String(email).startsWith('Kim@')).toBe(false)
    }
  })
})

describe('a billing system with habits', () => {
  it('has each of them with some seed, and none but what it stores once all is calm', () => {
    const seen = new Set<string>()
    let isCalm = false
    for (let seed = 1; seed <= 50; seed++) {
      isCalm = false
      const habits = anyHabits({ chance: chanceOf(seed), kinds, isCalm: () => isCalm })
      for (const title of habits.titles) seen.add(title)
      isCalm = true
      expect(habits.heeds(values, 'update')).toEqual(values)
      expect([habits.created(), habits.behind(), habits.contradiction()]).toEqual([null, 0, null])
      expect([habits.changed(), habits.isMeddledWith()]).toEqual(['stored', false])
    }
    expect([...seen]).toEqual(expect.arrayContaining([...habitTitles]))
  })

  it('answers a create with another number, without an id, or with nothing', () => {
    const told = { status: 201, body: { id: 'c', name: 'Kim' } }
    const habit = { status: 202, success: true } as const
    const answers = (['whole', 'noId', 'nothing'] as const).map((tells) =>
      createdAnswer({ ...mild, created: () => ({ ...habit, tells }) }, told),
    )
    expect(answers.map(({ body }) => body)).toEqual([
      { success: true, id: 'c', name: 'Kim' },
      { success: true, name: 'Kim' },
      { success: true },
    ])
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
  })

  it('tells of a change what was sent, or what was there', () => {
    const answer = (changed: 'sent' | 'old') =>
      changedAnswer(
        { ...mild, changed: () => changed },
        { role: 'old' },
        { role: 'cut' },
        { role: 'cut off' },
      )
    expect([answer('sent'), answer('old')]).toEqual([{ role: 'cut off' }, { role: 'old' }])
  })
})

/** A customer with five contacts, as the list tells of them. */
async function listOf(options: Partial<DayZeroOptions>, cursor = '') {
  let now = 100_000
  const wire = dayZeroWire({
    ...{ surroundings: { now: () => now, after: (_, __, run) => run() }, token: 'token' },
    ...options,
  })
  const customer = wire.truth.newCustomer('Customer')
  for (const name of 'abcde')
    wire.truth.make(customer, { name, is_primary: false }, { at: now, mark: null })
  now += 500
  const url = `https://dayzero.example/api/v1/customers/${customer.id}/contacts?cursor=${cursor}`
  const headers = { authorization: 'Bearer token' }
  const answer = await wire.send(new Request(cursor ? url : url.split('?')[0]!, { headers }))
  const page: { items: unknown[]; next_cursor: string | null; has_next: boolean } =
    await answer.json()
  return page
}

describe('a list', () => {
  it('is behind', async () => {
    expect((await listOf({})).items).toHaveLength(5)
    const behind = { ...mild, behind: () => 1000 }
    expect((await listOf({ habits: behind })).items).toHaveLength(5)
    const further = { ...mild, behind: () => 70_000 }
    expect((await listOf({ habits: further })).items).toHaveLength(0)
  })

  it('contradicts itself', async () => {
    const short = { ...mild, mostRows: 2 }
    const whole = await listOf({ habits: short })
    expect([whole.items.length, whole.has_next]).toEqual([2, true])
    const noCursor = await listOf({ habits: { ...short, contradiction: () => 'noCursor' } })
    expect([noCursor.next_cursor, noCursor.has_next]).toEqual([null, true])
    const disagrees = await listOf({ habits: { ...short, contradiction: () => 'disagrees' } })
    expect(disagrees).toMatchObject({ has_next: false, has_more: true })
    const next = whole.next_cursor ?? ''
    const repeats = await listOf({ habits: { ...short, contradiction: () => 'repeats' } }, next)
    expect(repeats).toMatchObject({ next_cursor: next, has_next: true })
  })
})
