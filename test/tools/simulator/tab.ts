import { deskApi } from '#api/client.ts'
import type { Send } from '#contract/backend/send.ts'
import { Sender } from '#outbox/sender/sender.ts'
import type { SubmissionResult, SubmissionBody } from '#outbox/submission.ts'
import { Outbox } from '#outbox/outbox.ts'
import type { OutboxStore } from '#outbox/store/outboxStore.ts'
import type { OutboxDeps } from '#outbox/deps.ts'
import type { Actor } from './actor.ts'
import { personHeader } from './asGateway.ts'
import { failed } from './faultyPipe.ts'
import type { Recorder, Shown } from './history.ts'
import type { Locks } from './locks.ts'

export type Put = OutboxDeps['put']

export interface TabOptions {
  actor: Actor
  person: string
  workspace: string
  /** What this person's browser keeps on disk. */
  disk: OutboxStore
  locks: Locks
  /** From the browser to whatever gateway answers there. */
  network: Send
  recorder: Recorder
  newId(): string
  /** How submissions are handed over. Left out: as the desk does it. */
  putting?: (put: Put) => Put
}

/** What somebody presses Save on. */
export interface Press {
  submissionId: string
  write: SubmissionBody
  /** Left out: the submission says which submission it is. */
  submissionBody?: string
  line?: string
}

export interface Tab {
  readonly actor: Actor
  /** Presses Save. The promise is never settled for who is gone by then. */
  press(it: Press): Promise<SubmissionResult>
  /** Has no network for so many milliseconds. */
  goOffline(milliseconds: number): void
}

const origin = 'https://desk.example'

/** A tab of the real desk, as far as saving goes: the real outbox over the real client. */
export function openTab(options: TabOptions): Tab {
  const { actor, person, workspace, disk, locks, network, recorder, newId, putting } = options
  let isOnline = true
  const browser: Send = (request) => {
    if (!isOnline) return Promise.reject(failed('ERR_INTERNET_DISCONNECTED'))
    // What a browser adds by itself, and whose cookie it is.
    request.headers.set('origin', origin)
    request.headers.set('sec-fetch-site', 'same-origin')
    request.headers.set(personHeader, person)
    return network(request)
  }
  const api = deskApi(actor.pipe(browser), origin)
  const put: Put = api.submit
  const store = actor.store(disk)
  const outbox = new Outbox({
    put: putting?.(put) ?? put,
    open: async () => store,
    hasQueued: async () => true,
    loadSender: async () => Sender,
    clock: actor.clock,
    lock: (name, signal, work) => locks.hold(actor, name, signal, work),
    online: () => isOnline,
    newId,
  })

  const told = new Map<string, Shown['shown']>()
  const tell = (submissionId: string, shown: Shown['shown']) => {
    if (!actor.alive() || told.get(submissionId) === shown) return
    told.set(submissionId, shown)
    recorder.shown({ tab: actor.name, submissionId, shown })
  }
  let isSigningIn = false
  outbox.subscribe(() => {
    for (const { item, status } of outbox.all()) {
      tell(item.id, status.kind)
      const isOut =
        (status.kind === 'checking' && status.obstacle === 'signedOut') ||
        (status.kind === 'waiting' && status.why === 'signedOut')
      if (isOut) signIn()
    }
  })
  /** Somebody reads that they have to, and does. */
  function signIn(): void {
    if (isSigningIn) return
    isSigningIn = true
    void actor.clock.pause(1000 + 20_000 * actor.clock.random()).then(() => {
      isSigningIn = false
      return outbox.wake()
    })
  }
  outbox.onSettled(({ item, result }) =>
    tell(item.id, result.kind === 'refused' ? 'notSaved' : result.kind),
  )
  void outbox.resume()

  return {
    actor,
    press({ submissionId, write, line, submissionBody = submissionId }) {
      if (!actor.alive()) return never
      recorder.pressed({ tab: actor.name, person, workspace, submissionId, submissionBody })
      return outbox.send({
        workspace,
        id: submissionId,
        about: 'somebody',
        form: null,
        write,
        queueKey: line,
      })
    },
    goOffline(milliseconds) {
      isOnline = false
      void actor.clock.pause(milliseconds).then(() => {
        isOnline = true
        outbox.wake()
        return undefined
      })
    },
  }
}

const never = new Promise<never>(() => {})
