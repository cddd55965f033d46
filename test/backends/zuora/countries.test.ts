import { iso31661, iso31662 } from 'iso-3166'
import { describe, expect, it } from 'vitest'
import { countries, countryOf } from '#backends/zuora/countries.ts'
import { rankMatches } from '#ui/combobox/rankMatches.ts'
import { states } from '#backends/zuora/states.ts'

describe('countries', () => {
  it('are those of ISO 3166-1, each found by its codes and both its names', () => {
    expect(countries).toHaveLength(iso31661.length)
    for (const { alpha2, alpha3, name } of iso31661) {
      const country = countryOf(name)
      expect(country).toMatchObject({ code: alpha2, alpha3 })
      for (const text of [alpha2, alpha3, country!.name])
        expect([text, countryOf(text)]).toEqual([text, country])
    }
  })

  it('are called what people call them, in the order in which people look for them', () => {
    const names = countries.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['United States', 'United Kingdom', 'Tanzania']))
    expect(names.slice(0, 3)).toEqual(['Afghanistan', 'Åland Islands', 'Albania'])
    expect(new Set(names).size).toBe(names.length)
  })

  it.each([
    ['germany', 'DE'],
    ['DEU', 'DE'],
    ['gb', 'GB'],
    ['CÔTE D’IVOIRE', 'CI'],
    ["cote d'ivoire", 'CI'],
    ['Turkiye', 'TR'],
    [' Reunion ', 'RE'],
  ])('%s is %s, whatever the case and the accents', (typed, code) => {
    expect(countryOf(typed)?.code).toBe(code)
  })

  it.each(
    [
      'UK:GB Great Britain:GB England:GB Scotland:GB Wales:GB U.K.:GB USA:US U.S.A.:US America:US',
      'the United States of America:US Holland:NL The Netherlands:NL Czech Republic:CZ Burma:MM',
      'Ivory Coast:CI Turkey:TR Türkiye:TR TURKIYE:TR Swaziland:SZ Macedonia:MK Cape Verde:CV',
      'Vietnam:VN Viet Nam:VN UAE:AE Emirates:AE South Korea:KR Republic of Korea:KR North Korea:KP',
      'Russia:RU Russian Federation:RU Iran:IR Syria:SY Laos:LA Moldova:MD Tanzania:TZ Bolivia:BO',
      'Venezuela:VE Brunei:BN Palestine:PS Vatican:VA Vatican City:VA Holy See:VA East Timor:TL',
      'St Lucia:LC St. Lucia:LC Saint Lucia:LC St Kitts:KN Saint Vincent:VC Trinidad & Tobago:TT',
      'DR Congo:CD Zaire:CD Bosnia:BA Macau:MO Falkland Islands:FK The Bahamas:BS the Gambia:GM',
      'Taiwan:TW Hong Kong:HK Ceylon:LK Curacao:CW Aland Islands:AX Sao Tome:ST Eire:IE',
      'British Virgin Islands:VG US Virgin Islands:VI',
    ].flatMap((line) =>
      [...line.matchAll(/\s*(.+?):([A-Z]{2})(?=\s|$)/g)].map(([, name, code]) => [name!, code!]),
    ),
  )('%s is what people call %s: it is offered first, and taken as it is typed', (called, code) => {
    expect(countryOf(called)?.code).toBe(code)
    expect(rankMatches(countries, called)[0]?.code).toBe(code)
  })

  it('are found by their names in the reader’s language', () => {
    const german = new Intl.DisplayNames('de', { type: 'region' })
    const readers = new Intl.DisplayNames(undefined, { type: 'region' })
    expect(german.of('DE')).toBe('Deutschland')
    const lost = countries.filter(({ code }) => countryOf(readers.of(code)!)?.code !== code)
    expect(lost).toEqual([])
  })

  it.each(['', 'Atlantis', 'Uni', 'constructor'])('%s is none', (typed) => {
    expect(countryOf(typed)).toBeNull()
  })
})

describe('states', () => {
  it.each(['US', 'CA'])('of %s are those of ISO 3166-2', (code) => {
    const iso = iso31662
      .filter(({ parent }) => parent === code)
      .map(({ code: full, name }) => ({ code: full.slice(3), name }))
    const ours = states.of(code)!
    expect(ours.toSorted((a, b) => (a.code < b.code ? -1 : 1))).toEqual(iso)
  })

  it('are known by name and code, under every name of their country', () => {
    for (const country of ['US', 'usa', 'United States', 'United States of America'])
      for (const state of ['CA', 'ca', 'California', 'CALIFORNIA'])
        expect(states.named(country, state)).toEqual({ code: 'CA', name: 'California' })
    expect(states.named('Canada', 'Québec')?.code).toBe('QC')
  })

  it('of other countries may be anything', () => {
    expect(states.of('Germany')).toBeNull()
    expect(states.of('')).toBeNull()
    expect(states.named('Germany', 'CA')).toBeNull()
    expect(states.named('United States', 'Bavaria')).toBeNull()
  })
})
