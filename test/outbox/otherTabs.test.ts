import fc from 'fast-check'
import { expect, test } from 'vitest'
import { otherTabs } from '#outbox/otherTabs.ts'

const isOurs = (it: unknown): it is { workspace: string; customer: string } =>
  typeof it === 'object' &&
  it !== null &&
  !Array.isArray(it) &&
  typeof (it as Record<string, unknown>)['workspace'] === 'string' &&
  typeof (it as Record<string, unknown>)['customer'] === 'string'

const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, maxDepth: 3 }),
  fc.record(
    {
      workspace: fc.oneof(fc.string(), fc.anything({ maxDepth: 1 })),
      customer: fc.oneof(fc.string(), fc.anything({ maxDepth: 1 })),
      more: fc.anything({ maxDepth: 1 }),
    },
    { requiredKeys: [] },
  ),
)

test('whatever is said on the channel, only where to look again is heard, and nothing else of it', async () => {
  const heard: unknown[] = []
  const messages = fc.sample(anything, { numRuns: 1000, seed: 1 }).filter(isCloneable)
  const tabs = otherTabs((changed) => heard.push(changed))
  const other = new BroadcastChannel('contact-desk')
  try {
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel has only its own
    for (const message of messages) other.postMessage(message)
    otherTabs(() => {}).close()
    const end = { workspace: 'the', customer: 'end' }
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel has only its own
    other.postMessage(end)
    await expect.poll(() => heard.at(-1)).toEqual(end)
  } finally {
    other.close()
    tabs.close()
  }
  const ours = messages.filter(isOurs).map(({ workspace, customer }) => ({ workspace, customer }))
  expect(ours.length).toBeGreaterThan(50)
  expect(heard.slice(0, -1)).toEqual(ours)
})

function isCloneable(message: unknown): boolean {
  try {
    structuredClone(message)
    return true
  } catch {
    return false
  }
}
