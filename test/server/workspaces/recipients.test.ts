import { expect, test } from 'vitest'
import { recipientsOf } from '#server/workspaces/recipients.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Backend } from '#contract/backend/backend.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import { customer } from '../../helpers/gateway.ts'

const ids = Array.from({ length: 20 }, (_, index) => `c-${index}`)
const signal = new AbortController().signal

function backendWith(recipient: Backend['recipient']): Backend {
  return { ...memoryBackend(customer), recipient }
}

test('at most four calls are under way at a time, and the answers keep their order', async () => {
  let now = 0
  let most = 0
  const backend = backendWith(async (id) => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setImmediate(resolve))
    now--
    return { id: `of ${id}`, name: id, address: null }
  })
  const found = await recipientsOf(backend, ids, signal)
  expect(most).toBe(4)
  expect(found.map((each) => [each.customer, each.recipient?.name])).toEqual(
    ids.map((id) => [id, id]),
  )
})

test('once the billing system asks for a pause, the rest is not asked for and not known', async () => {
  let asked = 0
  const backend = backendWith(async () => {
    if (asked++ === 0) return null
    throw new BackendError({ kind: 'busy', retryAfter: 1 })
  })
  const found = await recipientsOf(backend, ids, signal)
  expect(asked).toBe(5)
  const unknown = ids.slice(1).map((id) => ({ customer: id }))
  expect(found).toEqual([{ customer: ids[0], recipient: null }, ...unknown])
})

test('where none can be read, that is told, and why', async () => {
  const backend = backendWith(async () => {
    throw new BackendError({ kind: 'backendUnreachable' })
  })
  await expect(recipientsOf(backend, ids, signal)).rejects.toMatchObject({
    refusal: { kind: 'backendUnreachable' },
  })
})

test('a bug is not taken for a customer that cannot be read', async () => {
  const backend = backendWith(async () => {
    throw new TypeError('a bug')
  })
  await expect(recipientsOf(backend, ids, signal)).rejects.toThrow('a bug')
})
