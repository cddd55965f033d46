import { expect, test } from 'vitest'
import { searchTextOf } from '#backends/dayzero/embedded/customers/searchText.ts'

test.each([
  ['  Bäckerei  WEIẞ & Söhne ', 'backerei weiss sohne'],
  ["O'Neill-Brown’s Ltd.", 'oneill browns ltd'],
  ['Ødegård Łódź Þór Ægir', 'odegard lodz thor aegir'],
  ['İSTANBUL ışık', 'istanbul isik'],
  ['Ὀδυσσεύς', 'οδυσσευσ'],
  ['ＡＢＣ①ﬁ', 'abc1fi'],
  ['東京電力（株）', '東 京 電 力 株'],
  ['トヨタ自動車', 'トヨタ 自 動 車'],
  ['삼성전자', '삼성전자'],
  ['บริษัท จำกัด', 'บรษท จากด'],
  ['निर्माण', 'नरमण'],
  ['شَرِكَة', 'شركه'],
  ['***', ''],
])('%s is searched as "%s"', (name, search) => {
  expect(searchTextOf(name)).toBe(search)
})

test('folding twice is folding once, and nothing gets too long for the index', () => {
  for (const name of ['Bäckerei', '東京', 'ﷺ'.repeat(255), 'ß'.repeat(255)]) {
    expect(searchTextOf(searchTextOf(name))).toBe(searchTextOf(name))
    expect([...searchTextOf(name)].length).toBeLessThanOrEqual(255)
  }
})
