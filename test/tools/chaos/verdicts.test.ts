import { expect, test } from 'vitest'
import { judge, type Evidence } from './verdicts.ts'
import { planOf } from './kinds.ts'
import { claimOf, type Look } from './screen.ts'

const name = 'Chaos Qabc'

function look(at: number, parts: Partial<Look>): Look {
  return { at, until: at + 10, said: [], rows: [], inputs: [], buttons: [], ...parts }
}

const saved = look(500, { said: ['Chaos Qabc was saved'] })
const refused = look(500, { said: ['There is a problem'], inputs: ['Qabc'] })

/** A run in which all is well. Each test below breaks it in one way. */
const sound: Evidence = {
  plan: planOf('reset after', 'dayzero', 0),
  name,
  looks: [look(100, { inputs: ['Qabc'] }), saved],
  ended: 200,
  settled: { as: 'saved', at: 500 },
  pressedAfresh: null,
  made: [300],
  ledger: [{ state: 'succeeded', settledAt: 400 }],
}
const soundRefusal: Evidence = {
  ...sound,
  looks: [refused],
  settled: { as: 'not saved', at: 500 },
  made: [],
  ledger: [{ state: 'rejected', settledAt: 400 }],
}
const nothing = { duplicates: 0, losses: 0, untrue: [], stuck: [], settle: 300 }

test('one contact that is said to be saved is well, and so is none that is said not to be', () => {
  expect(judge(sound)).toEqual(nothing)
  expect(judge(soundRefusal)).toEqual(nothing)
  const again = { ...soundRefusal, pressedAfresh: 600, made: [700] }
  expect(judge({ ...again, looks: [refused, { ...refused, at: 710, until: 720 }] })).toEqual(
    nothing,
  )
})

test('the judge sees a duplicate', () => {
  expect(judge({ ...sound, made: [300, 310] }).duplicates).toBe(1)
})

test('the judge sees a loss, also when it was said to be saved', () => {
  expect(judge({ ...sound, made: [] })).toMatchObject({ losses: 1 })
  expect(judge({ ...soundRefusal, pressedAfresh: 600 })).toMatchObject({ losses: 1 })
  const silent = { ...sound, made: [], settled: null }
  expect(judge({ ...silent, looks: [look(100, {})] })).toMatchObject({ losses: 1 })
  expect(judge({ ...silent, looks: [look(100, { inputs: ['Qabc'] })] })).toMatchObject({
    losses: 0,
  })
})

test('the judge sees a screen that says saved before the ledger does', () => {
  const early = { ...sound, ledger: [{ state: 'succeeded', settledAt: 501 }] }
  expect(judge(early).untrue).toEqual(['said "saved" before the ledger did'])
  expect(judge({ ...sound, ledger: [] }).untrue).toHaveLength(1)
})

test('the judge sees a screen that says not saved of what is there', () => {
  expect(judge({ ...soundRefusal, made: [300] }).untrue).toEqual([
    'said "not saved", and it was there',
  ])
})

test('the judge sees a screen that goes on saying not yet of what is there', () => {
  const waiting = (until: number) =>
    judge({ ...sound, looks: [look(100, { said: ['Not saved yet: busy'], until }), saved] }).untrue
  expect(waiting(750)).toEqual([])
  expect(waiting(810)).toEqual(['said "not yet", and it was there'])
})

test('the judge sees a list that shows what is not there yet, unless it is marked', () => {
  const row = (text: string) => ({ ...sound, looks: [look(250, { rows: [text] }), saved] })
  expect(judge(row('Chaos Qabc qabc@example.com')).untrue).toHaveLength(1)
  expect(judge(row('Chaos Qabc Checking')).untrue).toEqual([])
})

test('the judge sees typed text that is gone', () => {
  const gone = { ...soundRefusal, looks: [{ ...refused, inputs: [] }] }
  expect(judge(gone).untrue).toEqual(['said "not saved", and the text was gone'])
})

test('the judge sees what does not end, or not in time', () => {
  expect(judge({ ...sound, settled: null }).stuck).toHaveLength(1)
  expect(judge({ ...sound, settled: { as: 'saved', at: 130_000 } }).stuck).toHaveLength(1)
  const open = { ...sound, ledger: [...sound.ledger, { state: 'unknown', settledAt: null }] }
  expect(judge(open).stuck).toEqual(['the ledger says unknown'])
  expect(judge({ ...sound, ended: null }).stuck).toEqual(['the fault never struck'])
})

test('a question and an offer are no claims', () => {
  const said = [
    'We do not know yet whether this was saved',
    'New contact: we do not know yet whether this was saved. What you typed is kept',
  ]
  expect(claimOf(look(1, { said }), name)).toMatchObject({ saved: false, notSaved: false })
})
