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

/** What people and other programs call a country besides: an older name, a short one, a part of it. */
const others: Readonly<Record<string, string>> = {
  AE: 'UAE, Emirates',
  BA: 'Bosnia, Bosnia-Herzegovina',
  BN: 'Brunei',
  CD: 'DR Congo, DRC, Congo-Kinshasa, Zaire',
  CG: 'Republic of the Congo, Congo-Brazzaville',
  CI: 'Ivory Coast',
  CN: 'PRC, Mainland China',
  CV: 'Cape Verde',
  CZ: 'Czech Republic',
  DE: 'Federal Republic of Germany',
  FK: 'Falkland Islands, Malvinas',
  FM: 'Federated States of Micronesia',
  FO: 'Faeroe Islands',
  GB: 'UK, Great Britain, Britain, England, Scotland, Wales, Northern Ireland',
  GM: 'Gambia',
  HK: 'Hong Kong SAR',
  IE: 'Republic of Ireland, Eire',
  IR: 'Persia',
  KH: 'Kampuchea',
  KN: 'St Kitts',
  KP: 'DPRK, Korea North',
  KR: 'Republic of Korea, Korea South',
  LK: 'Ceylon',
  MK: 'Macedonia, FYROM',
  MM: 'Burma',
  MO: 'Macau',
  NL: 'Holland, The Netherlands',
  PS: 'Palestinian Territories',
  RU: 'Russian Federation',
  SH: 'St Helena',
  ST: 'Sao Tome',
  SX: 'St Maarten',
  SZ: 'Swaziland',
  TL: 'East Timor',
  TR: 'Turkey',
  TT: 'Trinidad',
  TW: 'Republic of China, Chinese Taipei, Formosa',
  US: 'USA, America, United States of America',
  VA: 'Vatican City, Vatican',
  VC: 'St Vincent',
  VG: 'British Virgin Islands, BVI',
  VI: 'US Virgin Islands, USVI',
  VN: 'Vietnam',
  WS: 'Western Samoa',
}

const local = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'none' })
const short = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'none', style: 'short' })

/**
 * What the country is called in the reader's language. Only to find it by: in a form it becomes the
 * name that Zuora stores before it is sent.
 */
function localNames(code: string): string[] {
  return [...new Set([local.of(code), short.of(code)])].filter((name) => name !== undefined)
}

/** Every country of ISO 3166-1, by name. Zuora's own list is a tenant's setting no call can read. */
export const countries: readonly Country[] = iso31661
  .map(({ alpha2, alpha3, name }) => {
    const usual = everyday[alpha2]
    const besides = others[alpha2]?.split(', ') ?? []
    const aliases = [alpha3, ...(usual ? [name] : []), ...besides, ...localNames(alpha2)]
    return { code: alpha2, alpha3, name: usual ?? name, aliases }
  })
  .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))

/** The country of this name (everyday or ISO's own) or code, whatever its case and accents. */
export function countryOf(text: string): Country | null {
  return lookupOption(countries, text)
}
