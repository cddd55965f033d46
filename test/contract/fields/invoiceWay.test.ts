import { expect, it } from 'vitest'
import type { FormDefinition } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import { invoiceWay, recipientIn } from '#contract/fields/invoiceWay.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

const form: FormDefinition = {
  fields: [],
  sections: [],
  columns: [],
  roles: [],
  emailFields: ['workEmail', 'personalEmail'],
  mailsCustomer: false,
  nameField: 'lastName',
}
const dayZeroLike: FormDefinition = { ...form, mailsCustomer: true }

const customer: Customer = {
  id: 'c',
  name: 'Acme',
  number: null,
  email: 'billing@acme.example',
  place: null,
  status: 'active',
  mailsInvoices: true,
  copies: [],
}

function contact(name: string, primary: boolean, values: Values = {}): Contact {
  return { id: name, name, primary, roles: [], changedAt: null, values }
}

const tom = contact('Tom', false, { workEmail: 'tom@acme.example' })
const priya = contact('Priya', true, {
  workEmail: 'p@acme.example',
  personalEmail: 'p@home.example',
})
const ann = contact('Ann', true, { workEmail: null, personalEmail: 'ann@home.example' })
const bare = contact('Bare', true)

function wayOf(form: FormDefinition, customer: Customer, who: Contact) {
  return invoiceWay(form, customer, recipientIn(form, [who]))
}

it('the work address is taken before the personal one', () => {
  expect(invoiceWay(form, customer, recipientIn(form, [tom, priya]))).toEqual({
    kind: 'contact',
    primary: 'Priya',
    address: 'p@acme.example',
  })
  expect(wayOf(form, customer, ann)).toMatchObject({ address: 'ann@home.example' })
})

it('without a primary that can be mailed it is the customer’s own address, where the backend does that', () => {
  const own = { kind: 'customer', address: 'billing@acme.example' }
  expect(wayOf(dayZeroLike, customer, tom)).toEqual({ ...own, primary: null })
  expect(wayOf(dayZeroLike, customer, bare)).toEqual({ ...own, primary: 'Bare' })
  expect(wayOf(dayZeroLike, { ...customer, email: null }, bare)).toEqual({
    kind: 'nobody',
    primary: 'Bare',
  })
})

it('else it is nobody', () => {
  expect(wayOf(form, customer, tom)).toEqual({ kind: 'nobody', primary: null })
  expect(wayOf(form, customer, bare)).toEqual({ kind: 'nobody', primary: 'Bare' })
})

it('with delivery switched off, what is posted by hand may still be mailed to the primary', () => {
  expect(wayOf(form, { ...customer, mailsInvoices: false }, priya)).toEqual({
    kind: 'off',
    primary: 'Priya',
    address: 'p@acme.example',
  })
})
