import * as z from 'zod/mini'
import { failureSchema } from '#contract/api/api.ts'
import type { Problem } from '#contract/api/refusal.ts'
import { unwelcomeIn } from '#server/http/unstorable.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { writing } from '../../helpers/gateway.ts'
import { hostileBodies } from '../corpora/bodies.ts'
import type { Size } from './size.ts'
import { Tally } from './tally.ts'
import type { World } from './world.ts'

export interface Target {
  /** A new address to write to. */
  address(): string
  /** A body that is right there. */
  right: object
  /** Whether what JSON makes of a body is right there as well. */
  isRight(value: unknown): boolean
}

/** Sends one whole body after the other, of which hardly any is right. */
export async function bodyCampaign(
  { gateway, faults }: World,
  { address, right, ...target }: Target,
  { inputs, seed }: Size,
): Promise<Tally> {
  const tally = new Tally()
  const isRight = (value: unknown) => target.isRight(value) && unwelcomeIn(value, 1).length === 0
  for (let round = 0; tally.inputs < inputs && round < 5; round++)
    for (const body of hostileBodies(right, inputs, seed + round)) {
      if (tally.inputs >= inputs || tally.faults.length >= 20) break
      tally.input('body', body)
      tally.requests++
      const answer = await gateway.ask(address(), writing(body))
      const said = await answer.text()
      if (answer.headers.get('content-type') !== 'application/json')
        tally.fault('is not JSON', [said, body])
      if (answer.ok) {
        tally.stored++
        if (!isRight(valueIn(body))) tally.fault('taken as it should not be', [said, body])
        continue
      }
      tally.refused++
      if (answer.status >= 500) tally.fault('is a fault', [said, body])
      const { refusal } = z.parse(failureSchema, JSON.parse(said)).error
      if (isRight(valueIn(body)) ? refusal.kind === 'fields' : !isSaid(refusal, valueIn(body)))
        tally.fault('refused without a word about why', [said, body])
    }
  for (const fault of faults.splice(0)) tally.fault('the gateway logged', fault)
  return tally
}

/** What JSON makes of it; undefined for what is none, and then nothing in it has a name. */
function valueIn(body: string): unknown {
  try {
    // As it arrives: what UTF-8 cannot carry is replaced on the way.
    return JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(body)))
  } catch {
    return undefined
  }
}

function isSaid(refusal: { kind: string; problems?: Problem[] }, value: unknown): boolean {
  const { problems = [] } = refusal
  return (
    refusal.kind === 'fields' &&
    problems.length > 0 &&
    problems.every(({ field, message }) => {
      if (field !== null) return isAt(value, field.split('.')) || field === 'op'
      // No place has a name here: there is no JSON, no object, or it is the name itself.
      return value === undefined
        ? [gatewayText.body.unreadable].includes(message)
        : ofTheWhole.some((sentence) => message.startsWith(sentence))
    })
  )
}

const { body, shape } = gatewayText
const ofTheWhole = [
  ...[body.unstorable, body.tooDeep(32), body.forbiddenKey('__proto__'), shape.other],
  ...[shape.type('object'), shape.unknown('').split('called ')[0]!],
]

/** Whether that is the place of something, or of something that is missing, in a value. */
function isAt(value: unknown, path: readonly string[]): boolean {
  if (path.length === 0) return true
  return typeof value === 'object' && value !== null
}
