import { iso31661 } from 'iso-3166'
import { lookupOption, type LookupOption } from '#contract/fields/lookup.ts'

export interface Country extends LookupOption {
  /** ISO 3166-1 alpha-2. */
  code: string
  /** ISO 3166-1 alpha-3. */
  alpha3: string
  /** The three letters, and ISO's own name where people use another. */
  aliases: readonly string[]
}

/**
 * Where ISO's own name is the one of a treaty, or is turned around for an index: what people look
 * for, and what Zuora's pages say where they name one (United States, United Kingdom).
 */
const everyday: Readonly<Record<string, string>> = {
  BO: 'Bolivia',
  CD: 'Congo (Democratic Republic)',
  FM: 'Micronesia',
  GB: 'United Kingdom',
  IR: 'Iran',
  KP: 'North Korea',
  KR: 'South Korea',
  LA: 'Laos',
  MD: 'Moldova',
  NL: 'Netherlands',
  PS: 'Palestine',
  RU: 'Russia',
  SY: 'Syria',
  TW: 'Taiwan',
  TZ: 'Tanzania',
  US: 'United States',
  VE: 'Venezuela',
}

/** What people and other programs call a country besides: an older name, a short one. */
const others: Readonly<Record<string, readonly string[]>> = {
  CI: ['Ivory Coast'],
  CV: ['Cape Verde'],
  CZ: ['Czech Republic'],
  GB: ['UK', 'Great Britain'],
  KR: ['Republic of Korea'],
  MK: ['Macedonia'],
  MM: ['Burma'],
  NL: ['Holland', 'The Netherlands'],
  SZ: ['Swaziland'],
  TR: ['Turkey'],
}

/** Every country of ISO 3166-1, by name. Zuora's own list is a tenant's setting no call can read. */
export const countries: readonly Country[] = iso31661
  .map(({ alpha2, alpha3, name }) => {
    const usual = everyday[alpha2]
    const aliases = [alpha3, ...(usual ? [name] : []), ...(others[alpha2] ?? [])]
    return { code: alpha2, alpha3, name: usual ?? name, aliases }
  })
  .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))

/** The country of this name (everyday or ISO's own) or code, whatever its case and accents. */
export function countryOf(text: string): Country | null {
  return lookupOption(countries, text)
}
