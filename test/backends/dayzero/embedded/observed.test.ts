import { beforeAll, describe, expect, test } from 'vitest'
import { aCustomer, aPerson } from '../../../helpers/people.ts'
import recorded from '../../../fixtures/dayzero/observed.json?raw'
import { openApp, type App, type Contact, type Page } from './openApp.ts'

interface Observed {
  method: string
  path: string
  contentType?: string | null
  body?: string
  status: number
  reply: string
}

/**
 * What FastAPI 0.142.2 with Starlette 1.7.0, pydantic 2.13.5 and email-validator 2.3.0 on Python 3.11
 * answered with models of the same fields and limits: the framework that Day Zero's documents give
 * away. It knew no rules beyond the models, so of its successes only the fields are compared.
 */
const observed = JSON.parse(recorded) as Observed[]

describe('what FastAPI with pydantic answers, the embedded Day Zero answers', () => {
  let app: App
  let customer: string
  let contact: string

  beforeAll(async () => {
    app = await openApp([aCustomer({ name: 'Acme GmbH', people: [aPerson()] })])
    customer = await app.customerId('acme')
    const { data } = await app.ask<Page<Contact>>('GET', `/customers/${customer}/contacts`)
    contact = data.items[0]!.id
  })

  test.each(observed.map((it) => [`${it.path.replace('/api/v1', '')} ${titleOf(it)}`, it]))(
    '%s',
    async (_, it) => {
      const path = it.path
        .replace('/api/v1', '')
        .replace('{customer_id}', customer)
        .replace('{contact_id}', contact)
      const reply = await app.ask(it.method, path, { body: it.body, contentType: it.contentType })
      expect(reply.status).toBe(it.status)
      if (it.status >= 400) expect(reply.text).toBe(it.reply)
      else if (it.status === 201) expect(reply.body).toMatchObject(JSON.parse(it.reply))
    },
  )
})

function titleOf({ method, body = '', contentType }: Observed): string {
  const shown = body.length > 80 ? `${body.slice(0, 80)}… (${body.length})` : body
  const type = contentType === 'application/json' ? '' : ` as ${contentType}`
  return `${method} ${shown}${type}`.replaceAll('%', '%%')
}
