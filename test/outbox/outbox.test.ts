import { describe, expect, it } from 'vitest'
import type { Outcome } from '#contract/api/submission.ts'
import { memoryStore } from '#outbox/store/memoryStore.ts'
import {
  aCreate,
  aMove,
  busy,
  lost,
  outboxWorld,
  pending,
  rejected,
  rule,
  saved,
  turnedAway,
  unknown,
} from './outboxWorld.ts'

/** Whether it has settled, and as what. */
function watched<Result>(promise: Promise<Result>) {
  const seen: { value?: Result } = {}
  void promise.then((value) => (seen.value = value))
  return seen
}

/** A browser without locks, or a page that may not have them. */
const lockless = <Result>(_name: string, _signal: AbortSignal, work: () => Promise<Result>) =>
  work()

describe('a press of Save', () => {
  it('says how long ago it was, also where it is pressed again by itself', async () => {
    const world = outboxWorld()
    world.replies = [lost, rejected({ kind: 'backendUnreachable' }), lost, saved]
    const tab = world.tab()
    void tab.send(aCreate('Ann'))
    await world.clock.pass(120_000)
    expect(world.names().map(([revision]) => revision)).toEqual([1, 1, 2, 2])
    const [first, ...later] = world.times
    expect(first).toBe(0)
    expect(world.agos).toEqual([undefined, ...later.map((seconds) => Math.round(seconds * 1000))])
  })

  it('that is answered ends there, and the end is on disk', async () => {
    const world = outboxWorld()
    world.replies = [saved]
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    expect(tab.status('i0')).toEqual({ kind: 'saving' })
    await world.clock.pass(0)
    expect(result.value).toMatchObject({
      kind: 'saved',
      contact: { id: 'k1' },
      sent: { revision: 1, values: { name: 'Ann' } },
    })
    expect(tab.all()).toEqual([])
    expect((await world.disk.read('i0'))?.entry).toMatchObject({ state: 'saved', contact: 'k1' })
  })

  it('is on disk before its first byte leaves', async () => {
    const world = outboxWorld()
    world.replies = [saved]
    const onDisk: unknown[] = []
    const tab = world.tab({
      async put(_workspace, submissionId) {
        onDisk.push(await world.disk.read(submissionId))
        return saved
      },
    })
    void tab.send(aCreate('Ann'))
    await world.clock.pass(0)
    expect(onDisk).toEqual([
      {
        entry: expect.objectContaining({ state: 'queued', revision: 1, tries: 1 }),
        item: expect.objectContaining({ submission: expect.objectContaining({ revision: 1 }) }),
      },
    ])
  })

  it('that comes twice is sent once, whatever stands in the form by then', async () => {
    const world = outboxWorld()
    world.replies = [saved]
    const tab = world.tab()
    const verdicts = [tab.send(aCreate('Ann')), tab.send(aCreate('Anna'))].map(watched)
    await world.clock.pass(0)
    expect(verdicts[0]).toEqual(verdicts[1])
    expect(world.names()).toEqual([[1, 'Ann']])
  })

  it('that was refused is pressed again as the next revision', async () => {
    const world = outboxWorld()
    world.replies = [rejected(rule), saved]
    const tab = world.tab()
    const first = watched(tab.send(aCreate('An')))
    await world.clock.pass(0)
    expect(first.value).toEqual({ kind: 'refused', refusal: rule })
    const second = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(0)
    expect(second.value).toMatchObject({ kind: 'saved' })
    expect(world.names()).toEqual([
      [1, 'An'],
      [2, 'Ann'],
    ])
  })

  it('that is turned away the first time was not executed', async () => {
    const world = outboxWorld()
    world.replies = [turnedAway({ kind: 'permission' })]
    const result = watched(world.tab().send(aCreate('Ann')))
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'refused', refusal: { kind: 'permission' } })
  })

  it('that meets a bug is not taken for answered', async () => {
    const world = outboxWorld()
    world.replies = [new TypeError('oops')]
    await expect(world.tab().send(aCreate('Ann'))).rejects.toThrow('oops')
  })
})

describe('while nobody knows what became of it', () => {
  it.each([
    ['the answer is lost', lost],
    ['the gateway is still at it', pending],
    ['the gateway itself does not know', unknown],
    ['the answer says nothing', turnedAway({ kind: 'outcomeUnknown', status: 502 })],
    ['no answer comes at all', 'never' as const],
  ])('because %s, the very same bytes are sent until it is known', async (_, reply) => {
    const world = outboxWorld()
    world.replies = [reply, reply, reply, saved]
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(reply === 'never' ? 20_000 : 0)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking', duplicateInFlight: false })
    expect(result.value).toBeUndefined()
    await world.clock.pass(120_000)
    expect(result.value).toMatchObject({ kind: 'saved' })
    expect(world.sent).toHaveLength(4)
    expect(new Set(world.sent.map((each) => JSON.stringify(each))).size).toBe(1)
  })

  it('a repeat that is turned away or refused at the door changes nothing', async () => {
    const world = outboxWorld()
    world.replies = [
      lost,
      turnedAway(busy),
      turnedAway(rule),
      turnedAway({ kind: 'notFound', what: 'page' }),
    ]
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(3_600_000)
    expect(result.value).toBeUndefined()
    expect(tab.status('i0')).toMatchObject({ kind: 'checking' })
    expect(new Set(world.sent.map((each) => JSON.stringify(each))).size).toBe(1)
    tab.cancel('i0')
    await world.clock.pass(1_000)
    expect(result.value).toBeUndefined()
  })

  it('it is asked about ever more seldom, at most every 30 seconds, and later every 5 minutes', async () => {
    const world = outboxWorld()
    world.replies = [lost]
    void world.tab().send(aCreate('Ann'))
    await world.clock.pass(100_000)
    expect(world.times).toEqual([0, 1, 3, 7, 15, 31, 61, 91])
    await world.clock.pass(3_600_000)
    const gaps = world.times.slice(1).map((time, index) => time - world.times[index]!)
    expect(Math.max(...gaps.slice(0, 22))).toBe(30)
    expect(gaps.at(-1)).toBe(300)
  })

  it('what was refused in the end may be pressed again with the newer text', async () => {
    const world = outboxWorld()
    world.replies = [lost, rejected(rule), saved]
    const tab = world.tab()
    const first = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(2_000)
    expect(first.value).toEqual({ kind: 'refused', refusal: rule })
    void tab.send(aCreate('Anna'))
    await world.clock.pass(0)
    expect(world.names()).toEqual([
      [1, 'Ann'],
      [1, 'Ann'],
      [2, 'Anna'],
    ])
  })
})

describe('what was certainly not executed', () => {
  it.each([
    ['the billing system asks for a pause', 'busy', rejected(busy), 2],
    [
      'nobody could be reached there',
      'backendUnreachable',
      rejected({ kind: 'backendUnreachable' }),
      2,
    ],
    ['the gateway turned it away', 'busy', turnedAway(busy), 1],
  ] as const)('because %s, is sent again by itself', async (_, why, reply, revision) => {
    const world = outboxWorld()
    world.replies = [reply, saved]
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(0)
    expect(tab.status('i0')).toMatchObject({ kind: 'waiting', why })
    await world.clock.pass(7_000)
    expect(result.value).toMatchObject({ kind: 'saved' })
    expect(world.names()).toEqual([
      [1, 'Ann'],
      [revision, 'Ann'],
    ])
  })

  it('is no longer said to wait while it is being sent again: it may be saved by now', async () => {
    const world = outboxWorld()
    const silent = new Promise<never>(() => {})
    const replies = [Promise.resolve(rejected(busy)), silent]
    const tab = world.tab({ put: () => replies.shift() ?? silent })
    void tab.send(aCreate('Ann'))
    await world.clock.pass(0)
    expect(tab.status('i0')).toMatchObject({ kind: 'waiting', why: 'busy' })
    tab.tryNow('i0')
    await world.clock.pass(0)
    expect(tab.status('i0')).toEqual({ kind: 'saving', retry: true })
  })

  it('can be stopped while it is tried again, once that came to nothing too', async () => {
    const world = outboxWorld()
    let answer = (_outcome: Outcome) => {}
    const replies = [
      Promise.resolve(rejected(busy)),
      new Promise<Outcome>((resolve) => (answer = resolve)),
    ]
    const tab = world.tab({ put: () => replies.shift()! })
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(0)
    tab.tryNow('i0')
    await world.clock.pass(0)
    tab.cancel('i0')
    await world.clock.pass(0)
    expect(result.value).toBeUndefined()
    answer(rejected(busy))
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'cancelled' })
  })

  it('is not sent before the time that was asked for, unless the person says so', async () => {
    const world = outboxWorld()
    world.replies = [rejected(busy)]
    const tab = world.tab()
    void tab.send(aCreate('Ann'))
    await world.clock.pass(6_900)
    tab.wake()
    await world.clock.pass(0)
    expect(world.sent).toHaveLength(1)
    tab.tryNow('i0')
    await world.clock.pass(0)
    expect(world.sent).toHaveLength(2)
  })

  it('can be stopped, and is never sent again', async () => {
    const world = outboxWorld()
    world.replies = [rejected(busy)]
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(0)
    tab.cancel('i0')
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'cancelled' })
    const later = world.tab()
    await later.resume()
    await world.clock.pass(3_600_000)
    expect(world.sent).toHaveLength(1)
  })

  it('of a move or a deletion is an ordinary refusal', async () => {
    const world = outboxWorld()
    world.replies = [rejected(busy)]
    const result = watched(world.tab().send(aMove('Tom', 'i0')))
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'refused', refusal: busy })
  })

  it('while a send is in doubt cannot be stopped by another tab', async () => {
    const world = outboxWorld()
    world.replies = ['never']
    const [one, other] = [world.tab(), world.tab()]
    void one.send(aCreate('Ann'))
    await world.clock.pass(0)
    const result = watched(other.send(aCreate('Ann')))
    await world.clock.pass(0)
    other.cancel('i0')
    await world.clock.pass(1_000)
    expect(result.value).toBeUndefined()
    expect((await world.disk.read('i0'))?.entry.state).toBe('queued')
  })
})

describe('what ends while the disk is read', () => {
  it('is not carried on once more', async () => {
    const world = outboxWorld()
    world.replies = [saved]
    let answer = () => {}
    const slow = new Promise<void>((resolve) => (answer = resolve))
    const disk = {
      ...world.disk,
      async queued() {
        const left = await world.disk.queued()
        await slow
        return left
      },
    }
    const tab = world.tab({ open: async () => disk })
    world.isOnline = false
    void tab.send(aCreate('Ann'))
    await world.clock.pass(0)
    world.isOnline = true
    tab.wake()
    await world.clock.pass(0)
    expect(tab.ends).toHaveLength(1)
    answer()
    await world.clock.pass(0)
    expect(tab.all()).toEqual([])
  })
})

describe('a press that comes first, and its turn later', () => {
  it('does not take it for certain that nobody else has sent it', async () => {
    const world = outboxWorld()
    world.replies = [saved, turnedAway(rule)]
    let enter = () => {}
    const turn = new Promise<void>((resolve) => (enter = resolve))
    const late = world.tab({ lock: (_name, _signal, work) => turn.then(work) })
    const result = watched(late.send(aCreate('Ann')))
    await world.clock.pass(0)
    void world.tab().send(aCreate('Ann'))
    await world.clock.pass(0)
    expect(world.sent).toHaveLength(1)
    enter()
    await world.clock.pass(0)
    expect(world.sent).toHaveLength(2)
    expect(result.value).toBeUndefined()
    expect(late.status('i0')).toMatchObject({ kind: 'checking' })
  })
})

describe('giving up in one tab', () => {
  it('fails once another one has sent it, though this one never did', async () => {
    const world = outboxWorld()
    world.replies = [rejected(busy), 'never']
    const [one, other] = [world.tab(), world.tab({ lock: lockless })]
    void one.send(aCreate('Ann'))
    await world.clock.pass(1_000)
    world.isOnline = false
    const result = watched(other.send(aCreate('Ann')))
    await world.clock.pass(0)
    expect(other.status('i0')).toMatchObject({ kind: 'waiting', why: 'offline' })
    world.isOnline = true
    one.tryNow('i0')
    await world.clock.pass(0)
    expect(world.sent).toHaveLength(2)
    other.cancel('i0')
    await world.clock.pass(0)
    expect(result.value).toBeUndefined()
    expect((await world.disk.read('i0'))?.entry.state).toBe('queued')
  })

  it('is heard by the other one, which sends no more', async () => {
    const world = outboxWorld()
    world.replies = [rejected(busy)]
    const [one, other] = [world.tab(), world.tab({ lock: lockless })]
    const result = watched(one.send(aCreate('Ann')))
    await world.clock.pass(1_000)
    world.isOnline = false
    void other.send(aCreate('Ann'))
    await world.clock.pass(0)
    other.cancel('i0')
    await world.clock.pass(0)
    world.isOnline = true
    await world.clock.pass(60_000)
    expect(result.value).toEqual({ kind: 'cancelled' })
    expect(world.sent).toHaveLength(1)
  })
})

describe('offline', () => {
  it('nothing is sent, that is said, and it goes out with the network', async () => {
    const world = outboxWorld()
    world.replies = [saved]
    world.isOnline = false
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(3_600_000)
    expect(tab.status('i0')).toEqual({ kind: 'waiting', why: 'offline', nextAttemptAt: null })
    expect(world.sent).toEqual([])
    world.isOnline = true
    tab.wake()
    await world.clock.pass(0)
    expect(result.value).toMatchObject({ kind: 'saved' })
  })

  it('what was sent before is still in doubt', async () => {
    const world = outboxWorld()
    world.replies = [lost]
    const tab = world.tab()
    void tab.send(aCreate('Ann'))
    await world.clock.pass(0)
    world.isOnline = false
    await world.clock.pass(60_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking', obstacle: 'offline' })
  })

  it('the person who gives up there has sent nothing', async () => {
    const world = outboxWorld()
    world.isOnline = false
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(0)
    tab.cancel('i0')
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'cancelled' })
    world.isOnline = true
    tab.wake()
    await world.clock.pass(60_000)
    expect(world.sent).toEqual([])
  })
})

describe('waking up', () => {
  it('sends at once, and starts over with short pauses', async () => {
    const world = outboxWorld()
    world.replies = [lost]
    const tab = world.tab()
    void tab.send(aCreate('Ann'))
    await world.clock.pass(70_000)
    expect(world.times.at(-1)).toBe(61)
    tab.wake()
    await world.clock.pass(0)
    expect(world.times.at(-1)).toBe(70)
    await world.clock.pass(1_000)
    expect(world.times.at(-1)).toBe(71)
  })

  it('a computer that slept asks within seconds, however long the pause was', async () => {
    const world = outboxWorld()
    world.replies = [lost]
    void world.tab().send(aCreate('Ann'))
    await world.clock.pass(1_000_000)
    const before = world.sent.length
    world.clock.sleep(8 * 3_600_000)
    await world.clock.pass(5_000)
    expect(world.sent.length).toBe(before + 1)
  })
})

describe('after the page is gone', () => {
  it('what has not ended is carried on with the same bytes, and its end is told', async () => {
    const world = outboxWorld()
    world.replies = ['never']
    const before = world.tab()
    void before.send(aCreate('Ann'))
    await world.clock.pass(100)
    before.dispose()
    world.replies = [saved]
    const tab = world.tab()
    await tab.resume()
    expect(tab.status('i0')).toMatchObject({ kind: 'checking' })
    await world.clock.pass(0)
    expect(world.sent[1]).toEqual(world.sent[0])
    expect(tab.ends).toMatchObject([{ result: { kind: 'saved' }, claimed: false, resumed: true }])
    expect(before.ends).toEqual([])
  })

  it('what was never sent is still known not to be', async () => {
    const world = outboxWorld()
    world.isOnline = false
    const before = world.tab()
    void before.send(aCreate('Ann'))
    await world.clock.pass(100)
    before.dispose()
    const tab = world.tab()
    await tab.resume()
    await world.clock.pass(0)
    expect(tab.status('i0')).toMatchObject({ kind: 'waiting', why: 'offline' })
  })

  it('what was about to be sent when the network went is known not to be sent', async () => {
    const world = outboxWorld()
    const before = world.tab({
      lock(_name, _signal, work) {
        world.isOnline = false
        return work()
      },
    })
    void before.send(aCreate('Ann'))
    await world.clock.pass(100)
    before.dispose()
    const tab = world.tab()
    await tab.resume()
    await world.clock.pass(0)
    expect(tab.status('i0')).toMatchObject({ kind: 'waiting', why: 'offline' })
  })

  it('whoever looks at its form hears the end, and no notice is needed', async () => {
    const world = outboxWorld()
    world.replies = [lost, saved]
    const tab = world.tab()
    const heard: unknown[] = []
    const leave = tab.claimResult('i0', (result) => heard.push(result.kind))
    void tab.send(aCreate('Ann'))
    await world.clock.pass(2_000)
    expect(heard).toEqual(['saved'])
    expect(tab.ends).toMatchObject([{ claimed: true }])
    leave()
  })
})

describe('two tabs', () => {
  it('that press Save on the same draft send one submission, and both hear its end', async () => {
    const world = outboxWorld()
    world.replies = [pending, saved]
    const [one, other] = [world.tab(), world.tab()]
    const verdicts = [one.send(aCreate('Ann')), other.send(aCreate('Anna'))].map(watched)
    await world.clock.pass(60_000)
    expect(verdicts).toMatchObject([
      { value: { kind: 'saved', sent: { values: { name: 'Ann' } } } },
      { value: { kind: 'saved', sent: { values: { name: 'Ann' } } } },
    ])
    expect(new Set(world.sent.map((each) => JSON.stringify(each))).size).toBe(1)
  })

  it('that press after it was saved are told so', async () => {
    const world = outboxWorld()
    world.replies = [saved]
    void world.tab().send(aCreate('Ann'))
    await world.clock.pass(0)
    const result = watched(world.tab().send(aCreate('Anna')))
    await world.clock.pass(0)
    expect(result.value).toMatchObject({
      kind: 'saved',
      sent: { revision: 1, values: { name: 'Ann' } },
    })
  })

  it('do not both tell an end that only one of them was asked for', async () => {
    const world = outboxWorld()
    world.replies = [lost, saved]
    const [one, other] = [world.tab(), world.tab()]
    void one.send(aCreate('Ann'))
    await world.clock.pass(0)
    await other.resume()
    await world.clock.pass(60_000)
    expect(one.ends).toHaveLength(1)
    expect(other.ends).toEqual([])
    expect(other.all()).toEqual([])
    expect(world.sent).toHaveLength(2)
  })

  it('the one that waits behind the other says so, and goes on without it when asked', async () => {
    const world = outboxWorld()
    world.replies = ['never', saved]
    const [one, other] = [world.tab(), world.tab()]
    void one.send(aCreate('Ann'))
    await world.clock.pass(0)
    const result = watched(other.send(aCreate('Ann')))
    await world.clock.pass(10_000)
    expect(other.status('i0')).toMatchObject({ kind: 'checking' })
    other.tryNow('i0')
    await world.clock.pass(0)
    expect(result.value).toMatchObject({ kind: 'saved' })
  })
})

describe('moves of one customer', () => {
  it.each([
    ['with locks', {}],
    ['without', { lock: lockless }],
  ])('go one after the other, in the order they were asked for, %s', async (_, change) => {
    const world = outboxWorld()
    world.replies = [lost, lost, saved, saved]
    const tab = world.tab(change)
    void tab.send(aMove('Tom', 'i1'))
    void tab.send(aMove('Uma', 'i2'))
    await world.clock.pass(2_000)
    expect(world.sent.map(({ submissionId }) => submissionId)).toEqual(['i1', 'i1'])
    await world.clock.pass(10_000)
    expect(world.sent.map(({ submissionId }) => submissionId)).toEqual(['i1', 'i1', 'i1', 'i2'])
  })
})

describe('a repeat that is turned away for good', () => {
  const gone = { kind: 'notFound', what: 'workspace' } as const

  function inDoubt(...later: (typeof lost | typeof saved)[]) {
    const world = outboxWorld()
    world.replies = [lost, turnedAway(gone), turnedAway(gone), turnedAway(gone), ...later]
    return world
  }

  it('says why, and may be left after three of them: neither saved nor not saved', async () => {
    const world = inDoubt()
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(1_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking', refusal: gone, canAbandon: false })
    tab.abandon('i0')
    await world.clock.pass(0)
    expect(result.value).toBeUndefined()
    await world.clock.pass(30_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking', refusal: gone, canAbandon: true })
    tab.abandon('i0')
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'abandoned' })
    expect((await world.disk.read('i0'))?.entry).toMatchObject({ state: 'abandoned', revision: 1 })
    const sent = world.sent.length
    const later = world.tab()
    await later.resume()
    await world.clock.pass(3_600_000)
    expect(world.sent).toHaveLength(sent)
  })

  it('is what it was once the gateway takes the submission up again', async () => {
    const world = inDoubt(pending, saved)
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(15_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking', refusal: null, canAbandon: false })
    tab.abandon('i0')
    await world.clock.pass(60_000)
    expect(result.value).toMatchObject({ kind: 'saved' })
  })

  it('does not count while the gateway only asks for a pause', async () => {
    const world = outboxWorld()
    world.replies = [lost, turnedAway(busy)]
    const tab = world.tab()
    void tab.send(aCreate('Ann'))
    await world.clock.pass(600_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking', canAbandon: false })
  })

  it('that was left is not pressed again as another revision of the same submission', async () => {
    const world = inDoubt()
    const tab = world.tab()
    void tab.send(aCreate('Ann'))
    await world.clock.pass(30_000)
    tab.abandon('i0')
    await world.clock.pass(0)
    const result = watched(world.tab().send(aCreate('Anna')))
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'abandoned' })
    expect(world.names().every(([revision]) => revision === 1)).toBe(true)
  })

  it('that was left is saved when another tab hears so late', async () => {
    const world = inDoubt()
    let answer = (_: typeof saved) => {}
    const late = new Promise<typeof saved>((resolve) => (answer = resolve))
    const other = world.tab({ lock: lockless, put: () => late })
    const tab = world.tab({ lock: lockless })
    void tab.send(aCreate('Ann'))
    await world.clock.pass(20_000)
    const result = watched(other.send(aCreate('Ann')))
    await world.clock.pass(0)
    tab.abandon('i0')
    await world.clock.pass(0)
    expect((await world.disk.read('i0'))?.entry.state).toBe('abandoned')
    answer(saved)
    await world.clock.pass(0)
    expect(result.value).toMatchObject({ kind: 'saved' })
    expect((await world.disk.read('i0'))?.entry.state).toBe('saved')
  })

  it('that was left lets the next one of its line go', async () => {
    const world = inDoubt(saved)
    const tab = world.tab()
    void tab.send(aMove('Tom', 'i1'))
    const next = watched(tab.send(aMove('Uma', 'i2')))
    await world.clock.pass(8_000)
    tab.abandon('i1')
    await world.clock.pass(0)
    expect(next.value).toMatchObject({ kind: 'saved' })
  })
})

describe('a turn at a customer', () => {
  const behind = (waitingFor: string | null) => ({ state: 'pending', waitingFor }) as const

  it('is waited for without a doubt, and can be stopped', async () => {
    const world = outboxWorld()
    world.replies = [behind('Tom')]
    const tab = world.tab()
    const result = watched(tab.send(aMove('Uma', 'i0')))
    await world.clock.pass(0)
    const status = { kind: 'waiting', why: 'customer', waitingFor: 'Tom' }
    expect(tab.status('i0')).toMatchObject(status)
    expect((await world.disk.read('i0'))?.entry.tries).toBe(0)
    tab.cancel('i0')
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'cancelled' })
  })

  it('is asked for again soon, however long it takes', async () => {
    const world = outboxWorld()
    world.replies = [...Array.from({ length: 20 }, () => behind(null)), saved]
    const result = watched(world.tab().send(aCreate('Ann')))
    await world.clock.pass(100_000)
    expect(result.value).toMatchObject({ kind: 'saved' })
  })

  it('is still in doubt where an earlier send is', async () => {
    const world = outboxWorld()
    world.replies = [lost, behind('Tom')]
    const tab = world.tab()
    void tab.send(aCreate('Ann'))
    await world.clock.pass(2_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking', waitingFor: 'Tom' })
  })
})

describe('a create after the question whether a contact is its own', () => {
  const another = { ...aCreate('Ann') }
  another.write = { op: 'create', customer: 'c1', values: { name: 'Ann' }, distinctFrom: ['k9'] }

  it.each([
    ['waits for another write', { state: 'pending', waitingFor: 'Tom' } as const],
    ['waits for its duplicate', { state: 'pending', duplicateInFlight: true } as const],
    ['is turned away', turnedAway(rule)],
    ['is told to wait', rejected(busy)],
  ])('is never said to be unsent, nor stopped, while it %s', async (_, reply) => {
    const world = outboxWorld()
    world.replies = [reply]
    const tab = world.tab()
    const result = watched(tab.send(another))
    await world.clock.pass(1_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking' })
    tab.cancel('i0')
    await world.clock.pass(1_000)
    expect(result.value).toBeUndefined()
  })

  it('is still in doubt in the next page, which finds it unsent', async () => {
    const world = outboxWorld()
    world.isOnline = false
    const tab = world.tab()
    void tab.send(another)
    await world.clock.pass(1_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking', obstacle: 'offline' })
    tab.dispose()
    const next = world.tab()
    await next.resume()
    expect(next.status('i0')).toMatchObject({ kind: 'checking' })
  })
})

describe('a duplicate', () => {
  const duplicateInFlight = { state: 'pending', duplicateInFlight: true } as const

  it('of what another one saves was not taken up, and can be stopped', async () => {
    const world = outboxWorld()
    world.replies = [duplicateInFlight]
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(0)
    expect(tab.status('i0')).toMatchObject({ kind: 'waiting', why: 'duplicateInFlight' })
    expect(tab.status('i0')).toHaveProperty('nextAttemptAt', expect.any(Date))
    expect((await world.disk.read('i0'))?.entry.tries).toBe(0)
    tab.cancel('i0')
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'cancelled' })
  })

  it('goes on by itself after the other one', async () => {
    const world = outboxWorld()
    world.replies = [duplicateInFlight, duplicateInFlight, saved]
    const result = watched(world.tab().send(aCreate('Ann')))
    await world.clock.pass(10_000)
    expect(result.value).toMatchObject({ kind: 'saved' })
    expect(world.names()).toEqual([
      [1, 'Ann'],
      [1, 'Ann'],
      [1, 'Ann'],
    ])
  })

  it('is in doubt as well while another tab may have sent it', async () => {
    const world = outboxWorld()
    let answer = (_: typeof duplicateInFlight) => {}
    const slow = new Promise<typeof duplicateInFlight>((resolve) => (answer = resolve))
    const one = world.tab({ lock: lockless, put: () => slow })
    world.replies = ['never']
    void one.send(aCreate('Ann'))
    await world.clock.pass(0)
    void world.tab({ lock: lockless }).send(aCreate('Ann'))
    await world.clock.pass(0)
    answer(duplicateInFlight)
    await world.clock.pass(0)
    expect(one.status('i0')).toMatchObject({ kind: 'checking', duplicateInFlight: true })
  })

  it('is still in doubt where an earlier send is', async () => {
    const world = outboxWorld()
    world.replies = [lost, duplicateInFlight]
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(2_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'checking', duplicateInFlight: true })
    tab.cancel('i0')
    await world.clock.pass(0)
    expect(result.value).toBeUndefined()
  })
})

describe('a move behind another one', () => {
  it('is known not to be sent: it says so, counts nothing and can be stopped', async () => {
    const world = outboxWorld()
    world.replies = ['never']
    const tab = world.tab()
    void tab.send(aMove('Tom', 'i1'))
    const result = watched(tab.send(aMove('Uma', 'i2')))
    await world.clock.pass(0)
    expect((await world.disk.read('i2'))?.entry).toMatchObject({ state: 'queued', tries: 0 })
    await world.clock.pass(1_000)
    expect(tab.status('i2')).toEqual({ kind: 'waiting', why: 'queuedBehind', nextAttemptAt: null })
    tab.cancel('i2')
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'cancelled' })
    expect(world.sent.map(({ submissionId }) => submissionId)).toEqual(['i1'])
  })

  it('in another tab is not called in doubt either', async () => {
    const world = outboxWorld()
    world.replies = ['never']
    const [one, other] = [world.tab(), world.tab()]
    void one.send(aMove('Tom', 'i1'))
    await world.clock.pass(0)
    void other.send(aMove('Uma', 'i2'))
    await world.clock.pass(10_000)
    expect(other.status('i2')).toEqual({
      kind: 'waiting',
      why: 'queuedBehind',
      nextAttemptAt: null,
    })
  })

  it('is in doubt once another tab, which found it on disk, has sent it', async () => {
    const world = outboxWorld()
    world.replies = ['never']
    const tab = world.tab()
    void tab.send(aMove('Tom', 'i1'))
    void tab.send(aMove('Uma', 'i2'))
    await world.clock.pass(1_000)
    expect(tab.status('i2')).toMatchObject({ kind: 'waiting', why: 'queuedBehind' })
    const other = world.tab({ lock: lockless })
    void other.send(aMove('Uma', 'i2'))
    await world.clock.pass(1_000)
    expect(world.sent.map(({ submissionId }) => submissionId)).toEqual(['i1', 'i2'])
    expect(tab.status('i2')).toMatchObject({ kind: 'checking' })
  })

  it('is not overtaken by the one behind it when it is stopped', async () => {
    const world = outboxWorld()
    world.replies = ['never', saved, saved]
    const tab = world.tab({ lock: lockless })
    void tab.send(aMove('Tom', 'i1'))
    void tab.send(aMove('Uma', 'i2'))
    void tab.send(aMove('Vic', 'i3'))
    await world.clock.pass(1_000)
    tab.cancel('i2')
    await world.clock.pass(1_000)
    expect(world.sent.map(({ submissionId }) => submissionId)).toEqual(['i1'])
    await world.clock.pass(60_000)
    expect(world.sent.map(({ submissionId }) => submissionId)).toEqual(['i1', 'i1', 'i3'])
  })

  it('is given back to the page as not sent when the page goes meanwhile', async () => {
    const world = outboxWorld()
    world.replies = ['never']
    const before = world.tab()
    void before.send(aMove('Tom', 'i1'))
    void before.send(aMove('Uma', 'i2'))
    await world.clock.pass(0)
    before.dispose()
    const tab = world.tab()
    await tab.resume()
    expect(tab.status('i1')).toMatchObject({ kind: 'checking' })
    expect(tab.status('i2')).toMatchObject({ kind: 'waiting' })
  })
})

describe('what cannot be opened any more', () => {
  it('is told once and taken off the disk, and the rest is carried on', async () => {
    const world = outboxWorld()
    world.replies = [lost]
    const before = world.tab()
    void before.send(aCreate('Ann', 'i1'))
    void before.send(aCreate('Bea', 'i2'))
    await world.clock.pass(0)
    before.dispose()
    const { disk } = world
    world.disk = {
      ...disk,
      queued: async () =>
        (await disk.queued()).map((it) => (it.id === 'i1' ? { ...it, item: null } : it)),
    }
    const tab = world.tab()
    await tab.resume()
    expect(tab.unreadable).toBe(1)
    expect(tab.takeUnreadable()).toBe(1)
    expect(tab.unreadable).toBe(0)
    await tab.resume()
    expect(tab.takeUnreadable()).toBe(0)
    expect(await disk.read('i1')).toBeUndefined()
    expect(tab.all().map(({ item }) => item.id)).toEqual(['i2'])
  })
})

describe('where there is no disk', () => {
  it('because it failed after a refusal, the next press is still the next revision', async () => {
    const world = outboxWorld()
    world.replies = [rejected(rule), saved]
    const tab = world.tab()
    void tab.send(aCreate('An'))
    await world.clock.pass(0)
    world.disk = {
      ...memoryStore(),
      read: () => Promise.reject(new DOMException('gone', 'UnknownError')),
      apply: () => Promise.reject(new DOMException('gone', 'UnknownError')),
    }
    void tab.send(aCreate('Ann'))
    await world.clock.pass(0)
    expect(world.names()).toEqual([
      [1, 'An'],
      [2, 'Ann'],
    ])
  })

  it('it is sent all the same, and closing the page is known to lose it', async () => {
    const world = outboxWorld()
    world.replies = [lost, saved]
    world.opening = () => Promise.reject(new Error('a private window'))
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(0)
    expect(tab.hasUnsaved).toBe(true)
    await world.clock.pass(60_000)
    expect(result.value).toMatchObject({ kind: 'saved' })
    expect(tab.hasUnsaved).toBe(false)
  })

  it('because it is full, the submission goes on without it', async () => {
    const world = outboxWorld()
    world.replies = [lost, saved]
    world.disk = {
      ...memoryStore(),
      apply: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
    }
    const result = watched(world.tab().send(aCreate('Ann')))
    await world.clock.pass(60_000)
    expect(result.value).toMatchObject({ kind: 'saved' })
  })

  it('only because the gateway is away, nothing is sent until it is on disk', async () => {
    const world = outboxWorld()
    world.replies = [saved]
    world.opening = () => Promise.reject(lost)
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(60_000)
    expect(tab.status('i0')).toMatchObject({ kind: 'waiting', why: 'gatewayUnreachable' })
    expect(world.sent).toEqual([])
    world.opening = () => Promise.resolve(world.disk)
    await world.clock.pass(60_000)
    expect(result.value).toMatchObject({ kind: 'saved' })
  })
})

describe('while nobody is signed in', () => {
  const signedOut = turnedAway({ kind: 'signedOut' })

  it.each([
    ['a contact that is saved', aCreate('Ann')],
    ['a move', aMove('k1', 'i0')],
  ])('%s waits, is asked about by nothing but a reason to look, and goes on', async (_, wanted) => {
    const world = outboxWorld()
    world.replies = [signedOut]
    const tab = world.tab()
    const result = watched(tab.send(wanted))
    await world.clock.pass(24 * 3_600_000)
    expect(tab.status('i0')).toEqual({ kind: 'waiting', why: 'signedOut', nextAttemptAt: null })
    expect(world.sent).toHaveLength(1)
    tab.wake()
    await world.clock.pass(0)
    expect(world.sent).toHaveLength(2)
    expect(result.value).toBeUndefined()
    world.replies = [saved]
    tab.wake()
    await world.clock.pass(0)
    expect(result.value).toMatchObject({ kind: 'saved' })
    expect(new Set(world.sent.map((each) => JSON.stringify(each))).size).toBe(1)
  })

  it('it was certainly not sent, so it can be given up', async () => {
    const world = outboxWorld()
    world.replies = [signedOut]
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(0)
    expect((await world.disk.read('i0'))?.entry).toMatchObject({ state: 'queued', tries: 0 })
    tab.cancel('i0')
    await world.clock.pass(0)
    expect(result.value).toEqual({ kind: 'cancelled' })
    expect(world.sent).toHaveLength(1)
  })

  it('what may have been executed before stays in doubt', async () => {
    const world = outboxWorld()
    world.replies = [lost, signedOut]
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(3_600_000)
    expect(tab.status('i0')).toMatchObject({
      kind: 'checking',
      obstacle: 'signedOut',
      nextAttemptAt: null,
    })
    expect(world.sent).toHaveLength(2)
    tab.cancel('i0')
    await world.clock.pass(0)
    expect(result.value).toBeUndefined()
    world.replies = [saved]
    tab.wake()
    await world.clock.pass(0)
    expect(result.value).toMatchObject({ kind: 'saved' })
  })

  it('a press before there is a key to seal it with waits without asking for one', async () => {
    const world = outboxWorld()
    let asked = 0
    world.opening = () => {
      asked++
      return Promise.reject(signedOut)
    }
    const tab = world.tab()
    const result = watched(tab.send(aCreate('Ann')))
    await world.clock.pass(3_600_000)
    expect(tab.status('i0')).toEqual({ kind: 'waiting', why: 'signedOut', nextAttemptAt: null })
    expect([asked, tab.hasUnsaved]).toEqual([1, true])
    world.opening = async () => world.disk
    world.replies = [saved]
    tab.wake()
    await world.clock.pass(0)
    expect(result.value).toMatchObject({ kind: 'saved' })
  })

  it('another person who signs in here sees and sends nothing of it; its own person does', async () => {
    const world = outboxWorld()
    const disk = { ann: memoryStore('ann'), ben: memoryStore('ben') }
    const pageOf = (person: keyof typeof disk) => world.tab({ open: async () => disk[person] })
    world.replies = [signedOut]
    const mine = pageOf('ann')
    void mine.send(aCreate('Ann'))
    await world.clock.pass(0)
    mine.dispose()

    world.replies = [saved]
    const theirs = pageOf('ben')
    await theirs.resume()
    await world.clock.pass(3_600_000)
    expect(theirs.all()).toEqual([])
    expect(world.sent).toHaveLength(1)
    theirs.dispose()

    const mineAgain = pageOf('ann')
    await mineAgain.resume()
    await world.clock.pass(0)
    expect(mineAgain.ends).toMatchObject([{ resumed: true, result: { kind: 'saved' } }])
    expect(world.names()).toEqual([
      [1, 'Ann'],
      [1, 'Ann'],
    ])
  })
})
