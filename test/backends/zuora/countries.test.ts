import { iso31661, iso31662 } from 'iso-3166'
import { describe, expect, it } from 'vitest'
import { countries, countryOf } from '#backends/zuora/countries.ts'
import { stateOf, statesOf } from '#backends/zuora/states.ts'

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

  it.each(['', 'Atlantis', 'Uni', 'constructor'])('%s is none', (typed) => {
    expect(countryOf(typed)).toBeNull()
  })
})

describe('states', () => {
  it.each(['US', 'CA'])('of %s are those of ISO 3166-2', (code) => {
    const iso = iso31662
      .filter(({ parent }) => parent === code)
      .map(({ code: full, name }) => ({ code: full.slice(3), name }))
    const ours = statesOf(code)!
    expect(ours.toSorted((a, b) => (a.code < b.code ? -1 : 1))).toEqual(iso)
  })

  it('are known by name and code, under every name of their country', () => {
    for (const country of ['US', 'usa', 'United States', 'United States of America'])
      for (const state of ['CA', 'ca', 'California', 'CALIFORNIA'])
        expect(stateOf(country, state)).toEqual({ code: 'CA', name: 'California' })
    expect(stateOf('Canada', 'Québec')?.code).toBe('QC')
  })

  it('of other countries may be anything', () => {
    expect(statesOf('Germany')).toBeNull()
    expect(statesOf('')).toBeNull()
    expect(stateOf('Germany', 'CA')).toBeNull()
    expect(stateOf('United States', 'Bavaria')).toBeNull()
  })
})
