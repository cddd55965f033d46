import { AsyncLocalStorage } from 'node:async_hooks'
import type { Values } from '#contract/fields/kind.ts'
import type { Send } from '#contract/backend/send.ts'
import { fieldsFor } from '#contract/fields/form.ts'
import type { Failure } from '#contract/api/api.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import { plain } from '#contract/fields/field.ts'
import { dayzero } from '#backends/dayzero/vendor.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import { memoryStore } from '#outbox/store/memoryStore.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import type { Ledger } from '#server/submissions/ledger.ts'
import { contactFingerprintOf } from '#server/submissions/matching/fingerprint.ts'
import type { Actor } from './actor.ts'
import { asGateway } from './asGateway.ts'
import type { Chance } from './chance.ts'
import { faultyPipe, failed, type FaultyPipe, type PipeOptions } from './faultyPipe.ts'
import type { Profile } from './faults.ts'
import { hostileWire } from './hostile/hostileWire.ts'
import { recorderOf, type Pressed, type Recorder } from './history.ts'
import { newLocks } from './locks.ts'
import { names } from './people.ts'
import { openTab, type Put, type Tab } from './tab.ts'
import { markOf, type SimulatedVendor, type Temper } from './vendors.ts'
import { watchedLedger } from './watchedLedger.ts'
import type { Weakness } from './weakness.ts'
import { markHeader, type Wire } from './wire.ts'
import type { World } from './world.ts'

export interface SceneOptions {
  world: World
  vendor: SimulatedVendor
  temper: Temper
  /** Between gateway and billing system. */
  outside: Profile
  /** Between browser and gateway. */
  inside: Profile
  weakness?: Weakness
}

/** Everything that is there besides people: a billing system, gateways on one database, browsers. */
export interface Scene {
  readonly world: World
  readonly recorder: Recorder
  readonly wire: Wire
  /** Starts another gateway process. New requests go to the newest that lives. */
  startGateway(): Actor
  gateways(): readonly Actor[]
  openTab(person: string): Tab
  tabs(): readonly Actor[]
  newSubmissionId(): string
  /** No faults from here on. */
  calm(): void
  contactFingerprint(values: Values): string
  /** Whether a contact was made for this submission, in whatever revision and round. */
  isMadeBy(contact: string, submissionId: string): boolean
  /** How often each fault has happened, on whatever network. */
  faults(): Readonly<Record<string, number>>
}

const workspace = 'desk'

/** Of the work that asks: the submission for which it said last that bytes leave. One for all, as none ends. */
const dispatching = new AsyncLocalStorage<string>()

export function newScene(options: SceneOptions): Scene {
  const { world, vendor, temper, outside, inside, weakness = {} } = options
  const recorder = recorderOf(world.now)
  const { habits } = temper
  const plainWire = vendor.wire(world, temper)
  const wire = habits
    ? hostileWire(plainWire, {
        ...{ vendor, habits, names, surroundings: world },
        chance: world.chance.fork('other applications'),
      })
    : plainWire
  const ledger = watchedLedger(recorder.row, weakness.lacks)
  const weakened = weakness.ledger?.(ledger, wire) ?? ledger
  const leaderLease = newLeaderLease(world)
  const ids = world.chance.fork('ids')
  const locks = newLocks()
  const disks = new Map<string, ReturnType<typeof memoryStore>>()
  const gateways: { actor: Actor; send: Send }[] = []
  const tabs: Actor[] = []
  const networks: FaultyPipe[] = []
  let isCalm = false

  const faults: Record<string, number> = {}
  const met = (fault: string) => {
    faults[fault] = (faults[fault] ?? 0) + 1
  }

  function network(
    send: Send,
    { name, ...more }: Pick<PipeOptions, 'name' | 'profile' | 'timeout' | 'refusing'>,
  ): Send {
    const pipe = faultyPipe(send, { world, name, met, ...more })
    if (isCalm) pipe.calm()
    networks.push(pipe)
    return pipe.send
  }

  const fields = fieldsFor(vendor.form, 'create')
  const submissions = new Map<string, Pressed>()
  const watching: Recorder = {
    ...recorder,
    pressed(it) {
      submissions.set(it.submissionId, { ...it, at: 0 })
      recorder.pressed(it)
    },
  }
  let writes = 0

  /** A further submission for the same submission. */
  function another(submissionId: string): string {
    const submissionBody = submissions.get(submissionId)
    if (!submissionBody) return submissionId
    const next = uuidOf(ids)
    watching.pressed({ ...submissionBody, submissionId: next })
    return next
  }

  return {
    world,
    recorder,
    wire,
    gateways: () => gateways.map(({ actor }) => actor),
    tabs: () => tabs,
    newSubmissionId: () => uuidOf(ids),
    contactFingerprint: (values) =>
      contactFingerprintOf(fields, temper.habits?.keeps(values) ?? values),
    isMadeBy(contact, submissionId) {
      const made = wire.truth.log.find((it) => it.kind === 'made' && it.contact === contact)
      return recorder.marksOf(submissionId).has(made?.mark ?? '')
    },
    faults: () => faults,

    startGateway() {
      const name = `gateway ${gateways.length + 1}`
      const actor = world.actor(name)
      const piped = actor.pipe(
        network(wire.send, { name: `${name} outside`, profile: outside, timeout: 20_000 }),
      )
      const upstream = weakness.upstream?.(piped) ?? piped
      const adapter = vendor.backend((request) => {
        const mark = markOf(request)
        if (mark !== null && actor.alive()) recorder.dispatched({ gateway: name, mark })
        if (request.method === 'PUT' || request.method === 'DELETE') note(request)
        return upstream(request)
      }, actor.clock)
      /** What changes something has no key; each is marked, so that it can be told whose it was. */
      function note(request: Request): void {
        const mark = `write ${++writes}`
        request.headers.set(markHeader, mark)
        if (actor.alive())
          recorder.sent({ gateway: name, mark, submissionId: dispatching.getStore() })
      }
      const backend = weakness.backend?.(adapter) ?? adapter
      const rows = actor.store(weakened)
      const leaving: Ledger = {
        ...rows,
        markDispatched(key, ...rest) {
          dispatching.enterWith(key.id)
          return rows.markDispatched(key, ...rest)
        },
      }
      const clock = idlingClock(world, actor, ledger.isBusy)
      const open: OpenWorkspace = {
        id: workspace,
        name: workspace,
        environment: { word: 'Test', tone: 'test' },
        vendor: vendor.title === 'Zuora' ? zuora : dayzero,
        configured: { host: null, scope: [], secrets: [] },
        variation: plain,
        form: vendor.form,
        backend,
        joined: false,
      }
      const send = asGateway({
        ...{ name, workspaces: [open], recorder },
        ledger: leaving,
        clock: weakness.clock?.(clock) ?? clock,
        isLeader: () => actor.store({ ask: async () => leaderLease(name) }).ask(),
      })
      gateways.push({ actor, send })
      return actor
    },

    openTab(person) {
      const name = `tab ${tabs.length + 1} of ${person}`
      const actor = world.actor(name)
      tabs.push(actor)
      const kept = weakness.forgets ? undefined : disks.get(person)
      const disk = kept ?? memoryStore(person)
      disks.set(person, disk)
      const put = weakness.put
      const front: Send = (request) => {
        const there = gateways.findLast(({ actor }) => actor.alive())
        if (!there) return Promise.reject(failed('ECONNREFUSED'))
        return answerOf(there.actor, there.send(request))
      }
      const door = weakness.door?.(front, another) ?? front
      return openTab({
        ...{ actor, person, workspace, locks, recorder: watching },
        disk: weakness.disk?.(disk) ?? disk,
        network: network(door, {
          name: `${name} inside`,
          profile: inside,
          timeout: null,
          refusing,
        }),
        newId: () => uuidOf(ids),
        ...(put && { putting: (real: Put) => put(real, another) }),
      })
    },

    calm() {
      world.note('calm')
      isCalm = true
      for (const pipe of networks) pipe.calm()
    },
  }
}

/** As the desk turns somebody away who asks too often, or is not signed in any more. */
function refusing(status: 401 | 429, retryAfter: number): Failure {
  const refusal: Refusal = status === 401 ? { kind: 'signedOut' } : { kind: 'busy', retryAfter }
  return { error: { refusal, reference: 'REFEREN' } }
}

/** A connection breaks with the process at its other end. */
function answerOf(actor: Actor, answer: Promise<Response>): Promise<Response> {
  return Promise.race([
    actor.lasting('answers', answer),
    actor.gone.then(() => Promise.reject(failed('ECONNRESET'))),
  ])
}

/** Seconds between two sweeps. */
const sweeps = 5000

/**
 * A gateway's clock, which passes over sweeps that would find nothing: they are most of a long
 * simulation, and nobody could tell.
 */
function idlingClock(world: World, actor: Actor, isBusy: (now: number) => boolean): Actor['clock'] {
  const { clock } = actor
  return {
    ...clock,
    pause(milliseconds, signal) {
      if (milliseconds !== sweeps) return clock.pause(milliseconds, signal)
      const found = new Promise<void>((resolve) => {
        const look = (): unknown => {
          if (!actor.alive()) return false
          if (isBusy(clock.now())) return resolve()
          world.after(sweeps, `${actor.name} sweeps`, look)
          return false
        }
        world.after(sweeps, `${actor.name} sweeps`, look)
      })
      return actor.lasting('sweep', found)
    },
  }
}

/** As src/server/database/leaderLease.ts has it in the database, by the database's clock. */
function newLeaderLease(world: World): (name: string) => boolean {
  let held = { name: '', until: 0 }
  return (name) => {
    if (held.name !== name && world.now() < held.until) return false
    held = { name, until: world.now() + 15_000 }
    return true
  }
}

/** Version 4, by its marks. */
function uuidOf(chance: Chance): string {
  const hex = (length: number) =>
    Array.from({ length }, () => chance.whole(0, 15).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${chance.one(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`
}
