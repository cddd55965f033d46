import { gunzipSync, createGunzip } from 'node:zlib'
import { expect, test } from 'vitest'
import { answerAttribute, firstReadsAt, type FirstAnswer } from '#contract/api/firstAnswers.ts'
import type { Backend } from '#contract/backend/backend.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Contact } from '#contract/fields/contact.ts'
import { customer, openGateway, origin, workspaceOn } from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import { openSignInDesk } from '../session/signInDesk.ts'
import { startProvider } from '../../helpers/provider.ts'

const built =
  '<!doctype html><html><head><title>Built</title></head><body><div id="root"></div></body></html>'
const page = async () =>
  new Response(built, { headers: { 'content-type': 'text/html; charset=utf-8' } })
const address = '/w/desk/c/c-1/contacts/new'

const evil: Contact = {
  id: 'k-1',
  name: '</script><script>alert(1)</script><!--',
  primary: true,
  roles: [],
  changedAt: null,
  values: { name: '</script><script>alert(1)</script><!--' },
}

const browserHeaders = { 'accept-encoding': 'gzip, deflate, br' }

function deskOn(parts: Partial<Backend>) {
  return openGateway({
    workspaces: [workspaceOn({ ...memoryBackend(customer), ...parts })],
    formFiles: new Map([['memory', 'assets/fields-1.js']]),
    page,
  })
}

/** A script element as a parser finds it: up to the first end tag, whatever stands in between. */
const script = /<script\b([^>]*)>(.*?)<\/script/gis

/** What a browser would find in the page, by read. */
function answersIn(html: string): Map<string, FirstAnswer> {
  return new Map(
    [...html.matchAll(script)].map(([, attributes = '', text = '']) => {
      expect(attributes).toContain('type="application/json"')
      const [, read = ''] = new RegExp(`${answerAttribute}="([^"]*)"`).exec(attributes) ?? []
      return [read, JSON.parse(text) as FirstAnswer]
    }),
  )
}

async function textOf(answer: Response): Promise<string> {
  return gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()
}

test('the page brings what the API answers to its first reads', async () => {
  const { ask } = await deskOn({ contacts: async () => ({ items: [evil], next: null }) })
  const answer = await ask(address, { headers: browserHeaders })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
  const html = await textOf(answer)
  const answers = answersIn(html)
  expect([...answers.keys()].toSorted()).toEqual(firstReadsAt(address).toSorted())
  for (const [read, { status, body }] of answers) {
    const asked = await ask(read)
    expect({ status, body }).toEqual({ status: asked.status, body: await asked.json() })
  }
  expect(html).toContain('<link rel="modulepreload" href="/assets/fields-1.js" /></head>')
})

test.for([address, `/w/desk/c/${encodeURIComponent('"><script>alert(1)</script>')}`])(
  'no text of an answer becomes a part of the page: %s',
  async (path) => {
    const { ask } = await deskOn({ contacts: async () => ({ items: [evil], next: null }) })
    const html = await textOf(await ask(path, { headers: browserHeaders }))
    expect(answersIn(html).size).toBe(4)
    expect(html.replace(script, '')).not.toContain('alert')
  },
)

test('a refusal of the billing system comes with the page like any other answer', async () => {
  const { ask } = await deskOn({
    customer: async () => {
      throw new BackendError({ kind: 'notFound', what: 'customer' })
    },
  })
  const answers = answersIn(await textOf(await ask(address, { headers: browserHeaders })))
  expect(answers.get('/api/workspaces/desk/customers/c-1')?.status).toBe(404)
})

test('the page and what is known wait for no billing system', async () => {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const { ask } = await deskOn({
    contacts: async () => {
      await held
      return { items: [], next: null }
    },
  })
  const answer = await ask(address, { headers: browserHeaders })
  const unpacked = createGunzip()
  let html = ''
  unpacked.on('data', (piece: Buffer) => (html += piece.toString()))
  const reader = answer.body!.getReader()
  while (!html.includes('data-answer="/api/workspaces"')) {
    const { value } = await reader.read()
    await new Promise((resolve) => unpacked.write(value, resolve))
    await new Promise(setImmediate)
  }
  expect(html).toContain('<div id="root">')
  expect(html).not.toContain('/contacts?')
  letGo()
  for (let piece = await reader.read(); !piece.done; piece = await reader.read())
    unpacked.write(piece.value)
  await new Promise((resolve) => unpacked.end(resolve))
  expect(html).toContain('/contacts?')
  expect(html.endsWith('</body></html>')).toBe(true)
})

test.for([null, 'br', 'identity', 'gzip;q=0', 'gzip; q=0.0, br', '*;q=0'])(
  'a client that takes no gzip gets the page as it was built: %s',
  async (encodings) => {
    const { raw } = await deskOn({})
    const headers = new Headers(encodings === null ? {} : { 'accept-encoding': encodings })
    expect(await (await raw(new Request(origin + address, { headers }))).text()).toBe(built)
  },
)

test('a request for the headers alone asks no billing system', async () => {
  let asked = 0
  const { raw } = await deskOn({
    contacts: async () => {
      asked += 1
      return { items: [], next: null }
    },
  })
  await raw(new Request(origin + address, { method: 'HEAD', headers: browserHeaders }))
  expect(asked).toBe(0)
})

test('the page of somebody who is not signed in brings nothing', async () => {
  const provider = await startProvider('http://localhost:3000/auth/callback')
  const desk = await openSignInDesk(provider, { page })
  const answer = await desk.ask(address, { headers: browserHeaders })
  expect(await answer.text()).toBe(built)
  await provider.stop()
})
