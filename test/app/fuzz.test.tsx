import { fireEvent, waitFor } from '@testing-library/react'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { zuora } from '#backends/zuora/vendor.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { Send } from '#contract/backend/send.ts'
import { customerNamed } from '../helpers/embeddedVendor.ts'
import { addressOf, openDesk, type OpenDesk } from '../helpers/openDesk.tsx'
import { aCustomer } from '../helpers/people.ts'
import { anEntry } from '../auditLog/entries.ts'
import { answeringLog } from '../auditLog/logServer.ts'
import { isBlank } from '#text/invisible.ts'
import { scripts } from '../security/corpora/scripts.ts'
import { hostileTexts } from '../security/corpora/texts.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

let desk: OpenDesk

beforeAll(async () => {
  desk = await openDesk([aCustomer({ name: 'Plain Paper Company' })], zuora)
})

beforeEach(() => {
  desk.network.between = (request, go) => go(request)
  localStorage.clear()
})

const others = hostileTexts(760, 1).filter((text, at) => at % 8 === 0 && !scripts.includes(text))
const all = [...scripts, ...others].filter((text) => text.trim() !== '')
/** So few that a list leaves no rows out. */
const batches = [0, 1, 2].map((at) => all.filter((_, index) => index % 3 === at))
/** What the same page shows of nobody in particular; one of them with nothing to show. */
const plain = ['', ...Array.from({ length: 20 }, (_, at) => `Plain ${at}`)]

/** Comes and goes with what is open, and does nothing. */
const harmless = /^@(?:aria-[a-z]+|data-[a-z]+|role|tabindex|popover|title)$/

/** What the page is made of: the kinds of its elements, and the names of their attributes. */
function shapes(): Set<string> {
  const elements = [...document.querySelectorAll('*')]
  return new Set(
    elements.flatMap(({ tagName, attributes }) => [
      tagName,
      ...[...attributes].map(({ name }) => `@${name}`).filter((name) => !harmless.test(name)),
    ]),
  )
}

/** Nothing is there that is not there for plain texts, and nothing leads elsewhere or runs. */
function expectOnly(known: Set<string>): void {
  expect([...shapes()].filter((shape) => !known.has(shape))).toEqual([])
  const addresses = [...document.querySelectorAll('[href], [src], [action], [formaction]')].flatMap(
    (element) =>
      ['href', 'src', 'action', 'formaction'].map((name) => element.getAttribute(name) ?? '/'),
  )
  expect(addresses.filter((address) => !/^(?:\/(?!\/)|#|\?row=)/.test(address))).toEqual([])
  expect(window).not.toHaveProperty('__ran')
}

const textsOf = (elements: Iterable<Element>) =>
  [...elements].map(({ textContent }) => textContent).toSorted()

/** A contact whose name cannot be seen is called so. */
const namedAs = (name: string) => (isBlank(name) ? 'No name' : name)

const withoutMarks = (text: string) => text.replace(/[\u2066-\u2069]/g, '').replace(/\s/g, ' ')

/** A billing system in which every text is one of these. */
function speaking(texts: readonly string[], refusal?: Refusal) {
  const [first = ''] = texts
  const customers = texts.map((text, at): Customer => {
    const status = 'active'
    const [number, email, place] = [text, text, text]
    const copies = at === 0 ? texts.slice(0, 20) : []
    return { id: `c${at}`, name: text, number, email, place, status, copies, mailsInvoices: true }
  })
  const contacts = texts.map((text, at): Contact => {
    const values = { firstName: text, lastName: text, workEmail: text, Own__c: text, List__c: text }
    return { id: `k${at}`, name: text, primary: at === 0, roles: [], changedAt: null, values }
  })
  return async (request: Request, go: Send): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (request.method === 'PUT' && refusal)
      return Response.json({ error: { refusal, reference: 'ABCDEFG' } }, { status: 422 })
    if (pathname.endsWith('/contacts')) return Response.json({ items: contacts, next: null })
    if (pathname.endsWith('/customers')) return Response.json({ items: customers, next: null })
    if (/\/customers\/c\d+$/.test(pathname)) return Response.json(customers[0])
    const answer = await go(request)
    if (!pathname.endsWith('/workspaces')) return answer
    const [workspace] = (await answer.json()) as object[]
    const customFields = [
      { name: 'Own__c', label: first, type: 'text', column: true },
      { name: 'List__c', label: `${first}2`, type: 'picklist', options: texts },
      ...texts.slice(1, 40).map((label, at) => ({ name: `F${at}__c`, label, type: 'text' })),
    ]
    return Response.json([{ ...workspace, name: first, variation: { features: [], customFields } }])
  }
}

const visit = (panel?: string) => desk.visit(addressOf('c0', panel, zuora))

// By plain selectors: what is asked for by role is looked for in seconds, among thousands.
const found = (selector: string) => [...document.querySelectorAll(selector)]
const one = (selector: string) => found(selector)[0]!
const shown = (selector: string) => textsOf(found(selector))
const seen = (check: () => void) => waitFor(check, { timeout: 20_000 })
const input = (label: string) =>
  found('form label').find((it) => it.textContent.startsWith(label)) as HTMLLabelElement

async function seeList(texts: readonly string[]) {
  desk.network.between = speaking(texts)
  await visit()
  await seen(() => expect(shown('tbody th bdi')).toEqual(texts.map(namedAs).toSorted()))
  fireEvent.click(one('input[role=combobox]'))
  await seen(() => expect(found('[role=option]').length).toBeGreaterThanOrEqual(texts.length))
}

test('whatever the billing system says, and of whatever kind, is text on the screen and nothing else', async () => {
  await seeList(plain)
  // What comes later: the navigation, and the way to the shortcuts.
  await seen(() => expect(found('nav li').length * found('footer kbd').length).toBeGreaterThan(0))
  await seen(() => expect(found('button[aria-label="Row height"]')).toHaveLength(1))
  const known = shapes()
  for (const texts of batches) {
    localStorage.clear()
    await seeList(texts)
    const [first = ''] = texts
    expect(one('h1 bdi').textContent).toBe(first)
    const names = new Set(textsOf(found('[role=option]').map((it) => it.querySelector('bdi')!)))
    expect(texts.filter((text) => !names.has(text))).toEqual([])
    const cells = new Set(shown('td bdi'))
    expect(texts.filter((text) => !cells.has(text))).toEqual([])
    expect(shown('thead th').some((it) => it.includes(first))).toBe(true)
    const buttons = new Set(found('td button').map((it) => it.getAttribute('aria-label')))
    const others = texts.slice(1).map(namedAs)
    expect(others.filter((name) => !buttons.has(`Make ${name} primary`))).toEqual([])
    expectOnly(known)
  }
})

test('whatever is called a field, a choice or a mistake is text in the form and nothing else', async () => {
  let known = new Set<string>()
  for (const texts of [plain.slice(1), ...batches.slice(0, 1)]) {
    const problems = texts.map((message, at) => ({ field: at === 0 ? 'lastName' : null, message }))
    desk.network.between = speaking(texts, { kind: 'fields', problems })
    await visit('new')
    await seen(() => expect(input('First name')).toBeDefined())
    const labels = shown('form label')
    const missing = texts.slice(0, 40).filter((text) => !labels.some((it) => it.includes(text)))
    expect(missing).toEqual([])
    for (const label of ['First name', 'Last name'])
      fireEvent.change(input(label).control!, { target: { value: 'Ada' } })
    fireEvent.click(found('button').find((it) => it.textContent.startsWith('Save'))!)
    // What is at a field says which one that is.
    const [first = '', ...rest] = texts
    const said = [`Last name: ${first}`, ...rest].toSorted()
    await seen(() => expect(shown('[role=alert] li')).toEqual(said))
    if (known.size === 0) known = shapes()
    else expectOnly(known)
  }
})

const typedTexts = scripts
  .filter((text) => text.length <= 40 && !/[\p{Cc}\u2028]/u.test(text))
  .slice(0, 8)

test('whatever is typed into whatever field is text there, in the list and in the notice', async () => {
  const customer = await customerNamed(desk.backend, 'Plain Paper Company')
  await desk.visit(addressOf(customer, 'new', zuora))
  let known = new Set<string>()
  for (const typed of ['Ada', ...typedTexts]) {
    await seen(() => expect(input('First name').control).toHaveValue(''))
    for (const label of ['First name', 'Last name', 'Nickname', 'City', 'County', 'Description'])
      fireEvent.change(input(label).control!, { target: { value: typed } })
    fireEvent.click(found('button').find((it) => it.textContent.startsWith('Save and new'))!)
    const both = `${typed} ${typed}`
    await seen(() => expect(shown('[role=status] *')).toContain(`${both} was saved`))
    await seen(() => expect(shown('tbody th bdi')).toContain(both))
    // The answer to a create says no time; the read of the list that follows does.
    await seen(() => expect(found('tbody time').length).toBeGreaterThan(0))
    if (known.size === 0) known = shapes()
    else expectOnly(known)
  }
})

test('whatever the log holds is text on its page and nothing else', async () => {
  const seeLog = async (held: readonly string[]) => {
    const rows = held.map((text, at) =>
      anEntry({
        number: held.length - at,
        person: { id: text, name: text, role: 'editor' },
        customer: text,
        name: text,
        reason: text,
        changes: [{ field: text, old: text, new: text }],
      }),
    )
    desk.network.between = answeringLog(rows)
    await desk.visit('/w/zuora-embedded/log')
    await seen(() => expect(found('tbody th')).toHaveLength(held.length))
  }
  await seeLog(['Plain', 'Other'])
  const known = shapes()
  for (const held of batches.map((texts) => texts.slice(0, 50))) {
    await seeLog(held)
    const sentences = found('tbody th').map((it) => withoutMarks(it.textContent))
    for (const [row, text] of held.entries())
      expect(sentences[row]).toContain(`Changed ${withoutMarks(`${text} of ${text}`)}`)
    const cells = new Set(shown('td bdi'))
    expect(held.filter((text) => !cells.has(text))).toEqual([])
    expectOnly(known)
  }
})
