import { beforeEach, expect, test, vi } from 'vitest'
import { withFirstAnswers } from '#api/firstAnswers.ts'
import { answerAttribute, firstReadsAt, type FirstAnswer } from '#contract/api/firstAnswers.ts'

const at = '/w/desk/c/c-1'
const [, workspaces, , contacts] = firstReadsAt(at) as [string, string, string, string]

let sent: string[]
const send = async (request: Request) => {
  sent.push(new URL(request.url).pathname)
  return Response.json('sent')
}

/** How long the page has been there, in milliseconds. */
let age: number

beforeEach(() => {
  sent = []
  age = 300
  vi.spyOn(performance, 'now').mockImplementation(() => age)
  history.replaceState(null, '', at)
  document.body.replaceChildren()
})

/** As the parser puts it into the page: the element first, then its text, then what follows. */
function elementFor(read: string) {
  const element = document.createElement('script')
  element.type = 'application/json'
  element.setAttribute(answerAttribute, read)
  return element
}

function arrives(read: string, answer: FirstAnswer): void {
  const element = elementFor(read)
  element.textContent = JSON.stringify(answer)
  document.body.append(element, document.createComment(' '))
}

/** A page whose end has not come yet. */
function loading() {
  let state: DocumentReadyState = 'loading'
  Object.defineProperty(document, 'readyState', { configurable: true, get: () => state })
  return {
    end() {
      state = 'interactive'
      document.dispatchEvent(new Event('readystatechange'))
      Reflect.deleteProperty(document, 'readyState')
    },
  }
}

const ask = (pipe: typeof send, read: string, init?: RequestInit) =>
  pipe(new Request(location.origin + read, init))

test('each answer that came with the page is given once, with its status', async () => {
  arrives(workspaces, { status: 403, body: { no: true } })
  const pipe = withFirstAnswers(send, document)
  const answer = await ask(pipe, workspaces)
  expect([answer.status, await answer.json()]).toEqual([403, { no: true }])
  expect(await (await ask(pipe, workspaces)).json()).toBe('sent')
})

test('what the page did not bring, and every write, is sent', async () => {
  arrives(workspaces, { status: 200, body: [] })
  const pipe = withFirstAnswers(send, document)
  expect(await (await ask(pipe, contacts)).json()).toBe('sent')
  expect(await (await ask(pipe, workspaces, { method: 'PUT' })).json()).toBe('sent')
  expect(await (await ask(pipe, '/api/other')).json()).toBe('sent')
})

test('an answer that nobody asked for in time is old', async () => {
  arrives(workspaces, { status: 200, body: [] })
  const pipe = withFirstAnswers(send, document)
  age = 10_001
  expect(await (await ask(pipe, workspaces)).json()).toBe('sent')
})

test('an answer is taken as soon as it is whole, before the page is at its end', async () => {
  const page = loading()
  const pipe = withFirstAnswers(send, document)
  const answered = ask(pipe, contacts)
  const element = elementFor(contacts)
  document.body.append(element)
  element.append('{"status":200,')
  await Promise.resolve()
  element.append('"body":{"items":[]}}')
  document.body.append(document.createComment(' '))
  expect(await (await answered).json()).toEqual({ items: [] })
  const missing = ask(pipe, workspaces)
  page.end()
  expect(await (await missing).json()).toBe('sent')
  expect(sent).toEqual(['/api/workspaces'])
})

test('a read that was given up gets no answer', async () => {
  const page = loading()
  const over = new AbortController()
  const answered = ask(withFirstAnswers(send, document), workspaces, { signal: over.signal })
  over.abort()
  page.end()
  await expect(answered).rejects.toThrow(/abort/i)
  expect(sent).toEqual([])
})
