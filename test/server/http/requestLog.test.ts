import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { BackendError } from '#contract/api/refusal.ts'
import { aCreate, customer, openGateway, workspaceOn, writing } from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

/** Words that must never be found in a log, one for each place where people's data travels. */
const canary = {
  name: 'CanaryName',
  email: 'canary-mail@canary.example',
  phone: '+49 30 55500199',
  notes: 'canary-notes\r\n\u001b[31m\u2028',
  search: 'canary-search',
  cursor: 'canary-cursor',
  customer: 'canary-customer',
  contact: 'canary-contact',
  field: 'canary-field',
  token: 'canary-token',
  page: 'canary-page',
  refusal: 'canary-refusal',
  host: 'canary-host.example',
}

test('the log holds nobody’s name, address, number, text, search or token', async () => {
  const backend = memoryBackend(customer)
  const gateway = await openGateway({
    workspaces: [workspaceOn(backend)],
    page: async () => new Response('page'),
    embedded: new Map([['memory', async () => new Response('embedded')]]),
  })
  const { name, email, phone, notes } = canary
  const submissionBody = aCreate({ name, email, phone, notes })
  const at = '/api/workspaces/desk'
  const headers = { authorization: canary.token, cookie: canary.token, referer: canary.page }

  await gateway.submit(submissionBody)
  await gateway.submit({ ...submissionBody, [canary.field]: 'x' })
  await gateway.submit(aCreate({ name, [canary.field]: 'x' }))
  await gateway.submit(aCreate({ name, email: canary.search }))
  await gateway.ask(`${at}/customers?search=${canary.search}&cursor=${canary.cursor}`, { headers })
  await gateway.ask(`${at}/customers/${canary.customer}/contacts/${canary.contact}`, { headers })
  await gateway.ask(`${at}/customers/${canary.customer}?${canary.field}=${canary.search}`)
  await gateway.ask(`/api/workspaces/${canary.page}/customers`)
  await gateway.ask(`/api/${canary.page}?${canary.search}`)
  await gateway.ask(`/${canary.page}`)
  await gateway.ask(`/embedded/memory/${canary.customer}?search=${canary.search}`, { headers })
  await gateway.ask(`/embedded/${canary.page}/x`)
  await gateway.ask(`${at}/submissions/${randomUUID()}`, writing(`{"${canary.field}`))
  await gateway.ask(`/${canary.page}`, { method: canary.page.toUpperCase() })
  await gateway.raw(new Request(`http://${canary.host}/`))
  for (const thrown of [
    new BackendError(
      { kind: 'rejected', message: canary.refusal },
      { cause: new Error(canary.name) },
    ),
    new Error(canary.name, { cause: Object.assign(new Error(email), { code: canary.phone }) }),
    new Error(`\n    at ${canary.name} (${canary.email}:1:1)`),
  ]) {
    backend.arriving = async () => {
      throw thrown
    }
    await gateway.submit(submissionBody)
  }
  await gateway.database.query('alter table desk.submissions rename to gone')
  await gateway.submit(submissionBody)

  const log = JSON.stringify(gateway.log)
  for (const word of Object.values(canary))
    for (const form of [word, word.toUpperCase(), JSON.stringify(word).slice(1, -1)])
      expect(log).not.toContain(form)
  expect(gateway.log.length).toBeGreaterThan(17)
})

test('a request is one line: method, pattern, status, duration, reference, workspace', async () => {
  const gateway = await openGateway()
  await gateway.ask('/api/workspaces/desk/customers?search=x')
  expect(gateway.log).toEqual([
    {
      level: 30,
      time: expect.any(Number) as number,
      pid: process.pid,
      hostname: expect.any(String) as string,
      reference: expect.stringMatching(/^[0-9A-Z]{7}$/) as string,
      workspace: 'desk',
      method: 'GET',
      route: '/api/workspaces/{workspace}/customers',
      status: 200,
      ms: expect.any(Number) as number,
      msg: 'request',
    },
  ])
})
