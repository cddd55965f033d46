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

const places = [
  { name: 'Australia', code: 'AU', aliases: ['AUS'] },
  { name: 'Austria', code: 'AT', aliases: ['AUT'] },
  { name: 'Netherlands', code: 'NL', aliases: ['NLD', 'Holland'] },
  { name: 'Saint Lucia', code: 'LC', aliases: ['LCA'] },
  { name: 'Ukraine', code: 'UA', aliases: ['UKR'] },
  { name: 'United Kingdom', code: 'GB', aliases: ['GBR', 'UK', 'Great Britain'] },
]

test.each([
  ['UK', [['United Kingdom', 'UK'], ['Ukraine']]],
  ['u.k.', [['United Kingdom', 'UK'], ['Ukraine']]],
  ['ukr', [['Ukraine']]],
  ['holl', [['Netherlands', 'Holland']]],
  ['brit', [['United Kingdom', 'Great Britain']]],
  ['britain', [['United Kingdom', 'Great Britain']]],
  ['ritai', []],
  ['the neth', [['Netherlands']]],
  ['st luc', [['Saint Lucia']]],
  ['AUS', [['Australia'], ['Austria']]],
  ['nether', [['Netherlands']]],
  ['lc', [['Saint Lucia']]],
])('%s is found by what it is called besides, which then is told', (typed, expected) => {
  const found = rankMatches(places, typed)
  expect(found.map(({ name, alias }) => (alias === undefined ? [name] : [name, alias]))).toEqual(
    expected,
  )
})
