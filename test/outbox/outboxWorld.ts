import type { Refusal } from '#contract/api/refusal.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import { ApiError } from '#contract/api/apiError.ts'
import type { Settled, NewSubmission } from '#outbox/submission.ts'
import { memoryStore } from '#outbox/store/memoryStore.ts'
import { Outbox } from '#outbox/outbox.ts'
import type { OutboxDeps } from '#outbox/deps.ts'
import { Sender } from '#outbox/sender/sender.ts'
import type { OutboxStore } from '#outbox/store/outboxStore.ts'
import { virtualClock } from '../helpers/virtualClock.ts'

const contact = {
  id: 'k1',
  name: 'Ann',
  primary: false,
  roles: [],
  changedAt: null,
  values: { name: 'Ann' },
}
export const saved: Outcome = { state: 'succeeded', contact }
export const rejected = (refusal: Refusal): Outcome => ({ state: 'rejected', refusal })
export const rule: Refusal = { kind: 'rejected', message: 'no' }
export const busy: Refusal = { kind: 'busy', retryAfter: 7 }
export const pending: Outcome = { state: 'pending' }
export const unknown: Outcome = { state: 'unknown', since: '2026-01-02T03:04:05Z' }
/** No answer, whatever became of the submission. */
export const lost = new ApiError({ kind: 'gatewayUnreachable' })
/** The gateway does not take the submission up. */
export const turnedAway = (refusal: Refusal) =>
  new ApiError({ kind: 'refused', refusal, reference: null })

type Reply = Outcome | Error | 'never'

/** A gateway that answers as told, one computer, and as many tabs of the desk on it as are opened. */
export function outboxWorld() {
  const clock = virtualClock()
  const disk: OutboxStore = memoryStore('local')
  const held = new Map<string, Promise<unknown>>()
  let ids = 0
  const world = {
    clock,
    disk,
    isOnline: true,
    /** What the gateway answers, in turn; the last one for good. */
    replies: [] as Reply[],
    sent: [] as { submissionId: string; submission: Submission }[],
    /** When each send left, in seconds since the first press. */
    times: [] as number[],
    /** How long ago each was pressed as the gateway was told, in milliseconds. */
    agos: [] as (number | undefined)[],
    opening: (): Promise<OutboxStore> => Promise.resolve(world.disk),
    tab,
    names: () =>
      world.sent.map(({ submission: it }) => [it.revision, 'values' in it && it.values['name']]),
  }
  const start = clock.now()

  function tab(change: Partial<OutboxDeps> = {}) {
    const ends: Settled[] = []
    const outbox = new Outbox({
      put(_workspace, submissionId, submission, _signal, pressedAgo) {
        world.agos.push(pressedAgo)
        world.sent.push({ submissionId, submission })
        world.times.push((clock.now() - start) / 1000)
        const reply = world.replies.length > 1 ? world.replies.shift() : world.replies[0]
        if (reply === undefined) throw new Error('asked once too often')
        if (reply === 'never') return new Promise(() => {})
        return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply)
      },
      open: () => world.opening(),
      hasQueued: async () => true,
      loadSender: async () => Sender,
      clock,
      async lock(name, signal, work) {
        const before = held.get(name)
        let letGo = () => {}
        const mine = new Promise<void>((resolve) => (letGo = resolve))
        held.set(name, Promise.all([before, mine]))
        try {
          await Promise.race([
            before,
            new Promise((_, reject) => {
              signal.addEventListener('abort', () => reject(new Error('aborted')))
            }),
          ])
          return await work()
        } finally {
          letGo()
        }
      },
      online: () => world.isOnline,
      newId: () => `i${++ids}`,
      ...change,
    })
    outbox.onSettled((end) => ends.push(end))
    return Object.assign(outbox, { ends })
  }
  return world
}

/** A new contact of this name, as its form sends it. */
export function aCreate(name: string, submissionId = 'i0'): NewSubmission {
  const values = { name }
  return {
    workspace: 'w',
    id: submissionId,
    about: 'New contact',
    form: { place: 'here', submittedDraft: values },
    write: { op: 'create', customer: 'c1', values },
  }
}

export function aMove(to: string, submissionId: string): NewSubmission {
  return {
    workspace: 'w',
    id: submissionId,
    about: to,
    form: null,
    queueKey: 'moves',
    write: { op: 'primary', customer: 'c1', contact: to },
  }
}
