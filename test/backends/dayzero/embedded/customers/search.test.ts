import { beforeAll, expect, test } from 'vitest'
import { foldAgain } from '#backends/dayzero/embedded/customers/foldAgain.ts'
import { aCustomer } from '../../../../helpers/people.ts'
import { openApp, type App, type Customer, type Page } from '../openApp.ts'

const names = [
  'Acme GmbH',
  'Acme Holding',
  'Pacman Acme Partners',
  'Placme Werke',
  'Northwind Atlas',
  'Bäckerei Weiß & Söhne',
  "O'Neill-Brown Ltd.",
  '東京電力株式会社',
  '厦门市孔氏光学有限公司',
  'ООО Живой Мир',
  'บริษัท ไทย จำกัด',
  'राठौड़ निर्माण',
  '한국전자 주식회사',
  'شركة النفير',
  'İstanbul Çelik A.Ş.',
  'Łódź Đorđe Ægir ApS',
  '100% Pure_Water \\ Co',
  '***',
  ...Array.from({ length: 300 }, (_, index) => `Filler Number ${String(index).padStart(3, '0')}`),
]

let app: App

beforeAll(async () => {
  app = await openApp(names.map((name) => aCustomer({ name })))
})

async function page(search: string, more = '') {
  const path = `/customers?search=${encodeURIComponent(search)}${more}`
  return (await app.ask<Page<Customer>>('GET', path)).data
}

async function found(search: string, more = '') {
  return (await page(search, more)).items.map((it) => it.name)
}

test('best first: names that begin with it, then words that do, then the middle of words', async () => {
  expect(await found('acm')).toEqual([
    'Acme GmbH',
    'Acme Holding',
    'Pacman Acme Partners',
    'Placme Werke',
  ])
})

test.each([
  ['a', 'Acme GmbH'],
  ['n', 'Northwind Atlas'],
  ['at', 'Northwind Atlas'],
  ['東', '東京電力株式会社'],
  ['電力', '東京電力株式会社'],
  ['жи', 'ООО Живой Мир'],
  ['光学', '厦门市孔氏光学有限公司'],
  ['ไท', 'บริษัท ไทย จำกัด'],
  ['नि', 'राठौड़ निर्माण'],
])('one or two letters are enough: %s', async (search, name) => {
  expect(await found(search)).toContain(name)
})

test.each([
  ['BACKEREI', 'Bäckerei Weiß & Söhne'],
  ['weiss sohne', 'Bäckerei Weiß & Söhne'],
  ['WEIẞ', 'Bäckerei Weiß & Söhne'],
  ['oneill', "O'Neill-Brown Ltd."],
  ["o'neill", "O'Neill-Brown Ltd."],
  ['brown ltd', "O'Neill-Brown Ltd."],
  ['istanbul celik', 'İstanbul Çelik A.Ş.'],
  ['живои', 'ООО Живой Мир'],
  ['주식회사', '한국전자 주식회사'],
  ['النفير', 'شركة النفير'],
  ['pure_water', '100% Pure_Water \\ Co'],
  ['100%', '100% Pure_Water \\ Co'],
  ['lodz', 'Łódź Đorđe Ægir ApS'],
  ['dorde aegir', 'Łódź Đorđe Ægir ApS'],
  ['ＮＯＲＴＨＷＩＮＤ', 'Northwind Atlas'],
  ['nor\u200bthw\u00adind', 'Northwind Atlas'],
  ['o’neill–brown', "O'Neill-Brown Ltd."],
  ['١٠٠', '100% Pure_Water \\ Co'],
])('case, accents and punctuation do not matter: %s', async (search, name) => {
  expect((await found(search))[0]).toBe(name)
})

test('the order of the words does not matter', async () => {
  expect(await found('株式会社 東京')).toEqual(['東京電力株式会社'])
  expect(await found('atlas northw')).toEqual(['Northwind Atlas'])
  expect(await found('gmbh ac')).toEqual(['Acme GmbH'])
})

test.each([
  ['nortwind', 'Northwind Atlas'],
  ['northwnid', 'Northwind Atlas'],
  ['nothwind altas', 'Northwind Atlas'],
  ['acne', 'Acme GmbH'],
  ['baeckerei', 'Bäckerei Weiß & Söhne'],
  ['жывой', 'ООО Живой Мир'],
  ['厦门市孔代光学', '厦门市孔氏光学有限公司'],
])('a slip of the hand is forgiven: %s', async (search, name) => {
  expect(await found(search)).toContain(name)
})

test.each(['xqzvkj', '%', '_', '\\', '***', '   ', "'; drop table"])(
  'what fits nothing finds nothing: %s',
  async (search) => {
    expect(await found(search)).toEqual([])
  },
)

test('a search looks at no more than 200 customers, and pages to the last of them and back', async () => {
  const whole = await page('filler', '&limit=1000&include_total_count=true')
  expect([whole.items.length, whole.total, whole.has_next]).toEqual([200, 200, false])
  const ids = whole.items.map((it) => it.id)
  const forward: string[] = []
  let at = await page('filler', '&limit=33')
  expect(at.has_prev).toBe(false)
  for (;;) {
    forward.push(...at.items.map((it) => it.id))
    if (!at.has_next) break
    at = await page('filler', `&limit=33&cursor=${at.next_cursor}`)
  }
  expect(forward).toEqual(ids)
  const backward: string[] = []
  for (;;) {
    backward.unshift(...at.items.map((it) => it.id))
    if (!at.has_prev) break
    at = await page('filler', `&limit=33&direction=prev&cursor=${at.prev_cursor}`)
  }
  expect(backward).toEqual(ids)
  const last = await page('filler', '&limit=10&direction=prev')
  expect(last.items.map((it) => it.id)).toEqual(ids.slice(-10))
})

test('what a search finds can be sorted by a column, and filtered', async () => {
  expect(await found('acme', '&sort_by=name&descending=true')).toEqual([
    'Placme Werke',
    'Pacman Acme Partners',
    'Acme Holding',
    'Acme GmbH',
  ])
  expect(await found('acme', '&status=blocked')).toEqual([])
  const [first] = (await page('acme')).items
  expect(await found('acme', `&email=${first!.email}`)).toEqual([first!.name])
})

test('names that an older desk stored are folded again, and only those', async () => {
  const app = await openApp(['Straße Süd', 'Plain'].map((name) => aCustomer({ name })))
  await app.database.query(
    `update dayzero.customers set search = 'strasze sud' where name = 'Straße Süd'`,
  )
  const versions = () =>
    app.database.query('select name, search, xmin::text from dayzero.customers order by name')
  const before = await versions()
  await app.database.transaction(foldAgain)
  const [plain, street] = await versions()
  expect(street).toMatchObject({ search: 'strasse sud' })
  expect(plain).toEqual(before[0])
  expect(
    (await app.ask<Page<Customer>>('GET', '/customers?search=strasse')).data.items,
  ).toHaveLength(1)
})
