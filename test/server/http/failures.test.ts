import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { failureSchema } from '#contract/api/api.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { customer, openGateway, workspaceOn } from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

async function openThrowing(thrown: unknown) {
  const backend = {
    ...memoryBackend(customer),
    customer: async (): Promise<never> => {
      throw thrown
    },
  }
  const gateway = await openGateway({ workspaces: [workspaceOn(backend)] })
  const answer = await gateway.ask('/api/workspaces/desk/customers/c-1')
  const text = await answer.text()
  const { error } = z.parse(failureSchema, JSON.parse(text))
  return { answer, text, error, gateway }
}

test.each([
  ['a bug', new TypeError('secret: undefined is not a function')],
  ['a bug with a cause', new Error('secret', { cause: new Error('secret inside') })],
  ['a text', 'secret'],
  ['nothing at all', undefined],
  ['a database error', Object.assign(new Error('secret'), { code: '23505', detail: 'secret' })],
])('%s becomes a bland 500 that says nothing of what happened', async (_, thrown) => {
  const { answer, text, error, gateway } = await openThrowing(thrown)
  expect(answer.status).toBe(500)
  expect(error.refusal).toEqual({ kind: 'outcomeUnknown', status: 500 })
  expect(text).not.toMatch(/secret|at |\.ts/)
  expect(JSON.stringify(gateway.log)).not.toContain('secret')
})

test('the reference of a failure can be read out, and finds its line in the log', async () => {
  const { error, gateway } = await openThrowing(new TypeError('x'))
  expect(error.reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{7}$/)
  expect(gateway.log).toMatchObject([
    {
      level: 50,
      reference: error.reference,
      method: 'GET',
      route: '/api/workspaces/{workspace}/customers/{customer}',
      status: 500,
      workspace: 'desk',
      error: {
        type: 'TypeError',
        frames: expect.arrayContaining([expect.stringMatching(/failures\.test\.ts/)]) as string[],
      },
    },
  ])
})

test('what lies behind a refusal of the backend is in the log, by type and code only', async () => {
  const refused = Object.assign(new Error('connect to secret.example'), { code: 'ECONNREFUSED' })
  const { answer, gateway } = await openThrowing(
    new BackendError(
      { kind: 'backendUnreachable' },
      { cause: new TypeError('fetch', { cause: refused }) },
    ),
  )
  expect(answer.status).toBe(502)
  expect(gateway.log).toMatchObject([
    {
      level: 40,
      refusal: 'backendUnreachable',
      error: {
        type: 'BackendError',
        cause: { type: 'TypeError', cause: { code: 'ECONNREFUSED' } },
      },
    },
  ])
  expect(JSON.stringify(gateway.log)).not.toContain('secret')
})

test('a browser that goes away takes its question with it', async () => {
  const { promise: asked, resolve } = aPromise()
  const backend = {
    ...memoryBackend(customer),
    customer: (_: string, signal?: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
        resolve()
      }),
  }
  const gateway = await openGateway({ workspaces: [workspaceOn(backend)] })
  const browser = new AbortController()
  const answer = gateway.ask('/api/workspaces/desk/customers/c-1', { signal: browser.signal })
  await asked
  browser.abort()
  expect((await answer).status).toBe(499)
  expect(gateway.log).toMatchObject([{ level: 30, status: 499 }])
})

function aPromise() {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve }
}
