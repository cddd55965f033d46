import { describe, expect, it } from 'vitest'
import { failing, refusalOf, talkingTo, type Reply } from './zuoraClient.ts'

const html = { 'content-type': 'text/html' }

async function refusals(reply: Reply) {
  const { backend } = talkingTo(() => reply)
  const calls = [
    backend.customers({ search: 'acme' }),
    backend.customer('a'),
    backend.contacts('a', {}),
    backend.create('a', { firstName: 'Ann', lastName: 'Lee' }, { key: 'k' }),
    backend.update('a', 'c1', { firstName: 'Ann' }),
    backend.remove('a', 'c1'),
  ]
  return Promise.all(calls.map(refusalOf))
}

describe('an answer that is not Zuora’s own is a wrong setup, for reads and writes alike', () => {
  it.each<[string, Reply]>([
    ['Kong', { status: 404, body: { message: 'no Route matched with those values' } }],
    ['nginx', { status: 404, raw: '<html>404 Not Found</html>', headers: html }],
    ['nothing', { status: 404 }],
    ['a FastAPI', { status: 404, body: { detail: 'Not Found' } }],
    ['a method that is not there', { status: 405, body: { detail: 'Method Not Allowed' } }],
    ['a method that Zuora does not have', { status: 405, body: failing([50_000_045, 'no']) }],
    [
      'a path that Zuora does not have',
      { status: 404, body: failing([50_000_040, 'The endpoint /v1/x does not exist.']) },
    ],
    ['a firewall', { status: 403, raw: '<html>Denied</html>', headers: html }],
  ])('%s', async (_, reply) => {
    for (const refusal of await refusals(reply))
      expect(refusal).toEqual({ kind: 'setup', status: reply.status })
  })

  it('also where a token is asked for', async () => {
    const token = (): Reply => ({ status: 404, raw: '<html>404 Not Found</html>', headers: html })
    const { backend } = talkingTo(() => ({ body: {} }), { token })
    expect(await refusalOf(backend.customers({}))).toEqual({ kind: 'setup', status: 404 })
  })
})

it('Zuora’s own word that an account is not there is no wrong setup', async () => {
  const reply = { status: 404, body: failing([50_000_040, "Cannot find entity by key: 'a'."]) }
  for (const refusal of await refusals(reply)) expect(refusal).toMatchObject({ kind: 'notFound' })
})
