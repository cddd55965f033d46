import { expect, test } from 'vitest'
import { addressOf } from '#contacts/reach.ts'

test.each([
  ['ada@people.example', 'mailto:ada@people.example'],
  ['ada+bills@people.example', 'mailto:ada%2Bbills@people.example'],
  ['用户@例子.公司', 'mailto:%E7%94%A8%E6%88%B7@%E4%BE%8B%E5%AD%90.%E5%85%AC%E5%8F%B8'],
  // Nothing in an address adds a subject, a copy or another scheme.
  ['ada@people.example?bcc=eve@x.example', 'mailto:ada@people.example%3Fbcc%3Deve%40x.example'],
  ['javascript:alert(1)', 'mailto:javascript%3Aalert(1)'],
  // A billing system may hold half a character.
  ['\ud800@people.example', 'mailto:%EF%BF%BD@people.example'],
])('%j is written to at %s', (value, address) => {
  expect(addressOf('email', value)).toBe(address)
})

test.each([
  ['+44 (20) 7946-0958', 'tel:+442079460958'],
  ['020.7946.0958', 'tel:02079460958'],
  ['\u202a+44 20\u202c', 'tel:+4420'],
  ['javascript:alert(1)', 'tel:1'],
])('%j is called at %s', (value, address) => {
  expect(addressOf('phone', value)).toBe(address)
})
