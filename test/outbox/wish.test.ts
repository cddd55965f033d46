import { describe, expect, it } from 'vitest'
import type { Outcome, Submission } from '#contract/submission.ts'
import { DeskError } from '#contract/trouble.ts'
import { newWish, submit, type Write } from '#outbox/wish.ts'

const contact = {
  id: 'k1',
  name: 'Ann',
  primary: false,
  roles: [],
  changedAt: null,
  values: { name: 'Ann' },
}
const saved: Outcome = { state: 'succeeded', contact }
const rejected: Outcome = { state: 'rejected', refusal: { kind: 'rule', message: 'no' } }
const lost = new DeskError({ kind: 'unreached' })
const busy = new DeskError({
  kind: 'refused',
  refusal: { kind: 'busy', retryAfter: 1 },
  reference: null,
})

function create(name: string): Write {
  return { op: 'create', customer: 'c1', values: { name } }
}

/** A gateway that answers as told, and what it was sent. */
function gateway(...answers: (Outcome | Error)[]) {
  const sent: Submission[] = []
  const put = (_intent: string, submission: Submission): Promise<Outcome> => {
    sent.push(submission)
    const answer = answers.shift()
    if (!answer) throw new Error('asked once too often')
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  }
  return { put, sent, names: () => sent.map((it) => [it.g, 'values' in it && it.values.name]) }
}

describe('a wish', () => {
  it('that is saved says which text was saved', async () => {
    const { put } = gateway(saved)
    expect(await submit(put, newWish(), create('Ann'))).toMatchObject({
      kind: 'saved',
      contact: { id: 'k1' },
      sent: { g: 1, values: { name: 'Ann' } },
    })
  })

  it('that was refused is sent again as the next generation', async () => {
    const { put, names } = gateway(rejected, saved)
    const wish = newWish()
    expect(await submit(put, wish, create('An'))).toMatchObject({ kind: 'refused' })
    expect(await submit(put, wish, create('Ann'))).toMatchObject({ kind: 'saved' })
    expect(names()).toEqual([
      [1, 'An'],
      [2, 'Ann'],
    ])
  })

  it('whose answer was lost is sent again to the letter, whatever was typed since', async () => {
    const { put, sent } = gateway(lost, saved)
    const wish = newWish()
    expect(await submit(put, wish, create('Ann'))).toMatchObject({ kind: 'unknown' })
    const verdict = await submit(put, wish, create('Anna'))
    expect(verdict).toMatchObject({ kind: 'saved', sent: { values: { name: 'Ann' } } })
    expect(sent[1]).toEqual(sent[0])
  })

  it('whose first try turns out refused goes on with the newer text', async () => {
    const { put, names } = gateway(lost, rejected, saved)
    const wish = newWish()
    await submit(put, wish, create('Ann'))
    expect(await submit(put, wish, create('Anna'))).toMatchObject({ kind: 'saved' })
    expect(names()).toEqual([
      [1, 'Ann'],
      [1, 'Ann'],
      [2, 'Anna'],
    ])
  })

  it('stays unknown when only the repeat is turned away: the first try may have arrived', async () => {
    const { put, sent } = gateway(lost, busy, saved)
    const wish = newWish()
    await submit(put, wish, create('Ann'))
    expect(await submit(put, wish, create('Anna'))).toMatchObject({ kind: 'unknown' })
    await submit(put, wish, create('Anna'))
    expect(new Set(sent.map((each) => JSON.stringify(each))).size).toBe(1)
  })

  it('that is turned away on its first try was not executed', async () => {
    const { put } = gateway(busy)
    expect(await submit(put, newWish(), create('Ann'))).toEqual({
      kind: 'refused',
      refusal: { kind: 'busy', retryAfter: 1 },
    })
  })

  it('that the gateway cannot tell about is unknown, neither saved nor failed', async () => {
    const { put } = gateway({ state: 'unknown', since: '2026-01-02T03:04:05Z' })
    expect(await submit(put, newWish(), create('Ann'))).toEqual({ kind: 'unknown', trouble: null })
  })

  it('a bug is not taken for an answer', async () => {
    const { put } = gateway(new TypeError('oops'))
    await expect(submit(put, newWish(), create('Ann'))).rejects.toThrow('oops')
  })
})
