import { expect, test } from 'vitest'
import { rankMatches } from '#ui/combobox/rankMatches.ts'

const countries = [
  { name: 'Côte d’Ivoire', code: 'CI' },
  { name: 'Dominica', code: 'DM' },
  { name: 'Dominican Republic', code: 'DO' },
  { name: 'Indonesia', code: 'ID' },
  { name: 'Sao Tome and Principe', code: 'ST' },
  { name: 'South Sudan', code: 'SS' },
  { name: 'Sudan', code: 'SD' },
  { name: 'Åland Islands', code: 'AX' },
]

function found(typed: string) {
  return rankMatches(countries, typed).map(({ name }) => name)
}

test('the likeliest come first: the code, then a beginning, then a word, then anywhere', () => {
  expect(found('do')).toEqual(['Dominican Republic', 'Dominica', 'Indonesia'])
  expect(found('sud')).toEqual(['Sudan', 'South Sudan'])
  expect(found('dominican')).toEqual(['Dominican Republic'])
  expect(found('an')).toEqual([
    'Sao Tome and Principe',
    'Dominican Republic',
    'South Sudan',
    'Sudan',
    'Åland Islands',
  ])
  expect(found('i')).toHaveLength(6)
})

test('accents, case and the shape of an apostrophe do not count', () => {
  expect(found('ÅLAND')).toEqual(['Åland Islands'])
  expect(found('aland')).toEqual(['Åland Islands'])
  expect(found("cote d'iv")).toEqual(['Côte d’Ivoire'])
  expect(found('São')).toEqual(['Sao Tome and Principe'])
})

test('blanks find everything, and what is nowhere finds nothing', () => {
  expect(found('  ')).toHaveLength(countries.length)
  expect(found('zz')).toEqual([])
})
