import { beforeEach, expect, test } from 'vitest'
import {
  aCreate,
  customer,
  deskDatabase,
  openGateway,
  workspaceOn,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import type { Contact } from '#contract/fields/contact.ts'

let gateway: Gateway

/** A backend that says more than it is asked. */
function talkative() {
  const more = <Item extends object>(item: Item) => ({ ...item, internal: 'not for staff' })
  const contact = ({ values, ...rest }: Contact) => ({ ...more(rest), values: more(values) })
  const backend = memoryBackend(customer)
  return {
    ...backend,
    customer: async () => more(customer),
    customers: async () => more({ items: [more(customer)], next: null }),
    contacts: async () => more({ items: backend.held.map(contact), next: null }),
    contact: async (_: string, id: string) => contact(await backend.contact(customer.id, id)),
    create: async (id: string, values: Contact['values']) =>
      contact(await backend.create(id, values)),
  }
}

beforeEach(async () => {
  const workspace = { ...workspaceOn(talkative()), settings: { token: 'not for staff' } }
  gateway = await openGateway({ database: await deskDatabase(), workspaces: [workspace] })
})

test('nothing leaves that is not named: what a backend or a workspace holds beyond it stays', async () => {
  const saved = await gateway.submit(aCreate())
  const text = await saved.text()
  expect(text).toContain('Pat Plain')
  expect(text).not.toContain('not for staff')
  const { contact } = JSON.parse(text) as { contact: { id: string } }
  for (const path of [
    '',
    '/desk/customers',
    '/desk/customers/c-1',
    '/desk/customers/c-1/contacts',
    `/desk/customers/c-1/contacts/${contact.id}`,
    '/desk/receipts',
  ]) {
    const answer = await gateway.ask(`/api/workspaces${path}`)
    expect([path, answer.status]).toEqual([path, 200])
    expect(await answer.text()).not.toContain('not for staff')
  }
})
