import { expect, test } from 'vitest'
import type { CustomField } from '#contract/fields/field.ts'
import { messagesOf, openApp } from '../openApp.ts'

test('custom fields are taken by their types, kept, emptied, and told apart by case', async () => {
  const types = ['text', 'longText', 'url', 'integer', 'number', 'boolean', 'date'] as const
  const customFields: CustomField[] = [
    ...types.map((type) => ({ name: `${type}__c`, label: type, type })),
    { name: 'pick__c', label: 'Pick', type: 'picklist', options: ['One', 'Two'] },
  ]
  const custom = await openApp({ customFields })
  const account = await custom.newAccount()
  const values = {
    text__c: '😀 any',
    longText__c: 'x'.repeat(32_000),
    url__c: 'https://example.com/?a=1',
    integer__c: -12,
    number__c: 1.5,
    boolean__c: false,
    date__c: '2024-02-29',
    pick__c: 'Two',
  }
  const id = await custom.newContact(account, values)
  const put = (body: object) => custom.ask('PUT', `/v1/contacts/${id}`, { body })
  expect((await put({})).body).toMatchObject(values)
  expect((await put({ integer__c: '7', number__c: '-2.25', text__c: 5 })).body).toMatchObject({
    ...values,
    ...{ integer__c: 7, number__c: -2.25, text__c: '5' },
  })
  const wrong = {
    text__c: 'x'.repeat(256),
    longText__c: 'x'.repeat(32_001),
    url__c: 'javascript:alert(1)',
    integer__c: 1.5,
    number__c: 'many',
    boolean__c: 'true',
    date__c: '2023-02-29',
    pick__c: 'one',
  }
  const refused = await put({ ...wrong, Text__c: 'x', other__c: 1 })
  expect(messagesOf(refused)[0]).toBe(`Invalid parameter(s): 'Text__c,other__c'.`)
  expect(
    messagesOf(refused)
      .slice(1)
      .map((text) => text.split(`'`)[1]),
  ).toEqual(Object.keys(wrong))
  const emptied = Object.fromEntries(Object.keys(values).map((name) => [name, null]))
  expect((await put(emptied)).body).toMatchObject(emptied)
})
