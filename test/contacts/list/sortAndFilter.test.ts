import { describe, expect, it } from 'vitest'
import { matching } from '#contacts/list/sortAndFilter.ts'
import type { Contact } from '#contract/fields/contact.ts'

function aContact(name: string, values: Contact['values'] = {}): Contact {
  return { id: name, name, primary: false, roles: [], changedAt: null, values: { name, ...values } }
}

const phones = ['phone', 'fax']

function found(contacts: readonly Contact[], filter: string) {
  return matching(contacts, filter, phones).map(({ name }) => name)
}

describe('the filter', () => {
  it.each([
    ['Łukasz Wałęsa', 'lukasz WALESA'],
    ['Søren Kierkegård', 'soren'],
    ['Nuala O’Brien', "o'brien"],
    ['Nuala O’Brien', 'obrien'],
    ['Anne–Marie Weiß', 'anne-marie weiss'],
    ['Ada\u200b By\u00adron', 'ada byron'],
    ['IŞIK Çelik', 'ışık'],
    ['Ａｄａ　Ｂｙｒｏｎ', 'ada byron'],
    ['Ada Byron', 'ＡＤＡ'],
    ['شَرِكَة', 'شركة'],
  ])('finds %s by %s', (name, filter) => {
    expect(found([aContact(name), aContact('Zoe')], filter)).toEqual([name])
  })

  it('wants every word, wherever it stands', () => {
    const ada = aContact('Ada', { email: 'ap@acme.example', role: 'Billing' })
    expect(found([ada], 'acme bill')).toEqual(['Ada'])
    expect(found([ada], 'acme sales')).toEqual([])
    expect(found([ada], '  ')).toEqual(['Ada'])
    // Not letters of two fields that happen to stand beside each other.
    expect(found([ada], 'examplebilling')).toEqual([])
  })

  const written = [
    '+44 20 7946 0958',
    '+44 (0)20 7946 0958',
    '0044-20-7946-0958',
    '020 7946 0958',
    '(020) 7946.0958',
    '+44\u00a020\u20117946\u20110958',
    '٠٢٠ ٧٩٤٦ ٠٩٥٨',
  ]
  it.each(written.flatMap((phone) => written.map((filter) => [phone, filter])))(
    'finds the number %s by %s',
    (phone, filter) => {
      const others = [aContact('Other', { phone: '+49 30 1234567' }), aContact('None')]
      expect(found([aContact('Ada', { phone }), ...others], filter)).toEqual(['Ada'])
    },
  )

  it('finds a number by any of its digits in a row, in any field that holds numbers', () => {
    const ada = aContact('Ada', { phone: null, fax: '+44 20 7946 0958', role: '7946' })
    for (const part of ['442079460958', '79460958', '0207946', '7946 09', '958'])
      expect([part, found([ada], part)]).toEqual([part, ['Ada']])
    for (const other of ['79460959', '1442079460958 1', '0958 7946 1'])
      expect([other, found([ada], other)]).toEqual([other, []])
  })

  it('takes no other text for a number', () => {
    const ada = aContact('Ada', { phone: '12 34', email: 'a@12.example', notes: '99-88' })
    expect(found([ada], '9988')).toEqual([])
    expect(found([ada], '12.example')).toEqual(['Ada'])
    expect(found([ada], 'x1234')).toEqual([])
  })
})
