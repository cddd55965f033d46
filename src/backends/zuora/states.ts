import type { OwnState } from '#contract/fields/field.ts'
import { lookupOption, type LookupOption } from '#contract/fields/lookup.ts'
import { countryOf } from './countries.ts'

/*
 * The states Zuora checks in every tenant: those of the United States and Canada. Kept here and not
 * taken from ISO 3166-2, which is 60 times as long and would have to travel to every browser; a
 * test holds the two against each other. A tenant may change them and add others, which no call can
 * read: so they are what is offered, and Zuora is asked about everything else.
 */

const unitedStates = entriesOf(`
  AL Alabama, AK Alaska, AS American Samoa, AZ Arizona, AR Arkansas, CA California, CO Colorado,
  CT Connecticut, DE Delaware, DC District of Columbia, FL Florida, GA Georgia, GU Guam, HI Hawaii,
  ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine,
  MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, MT Montana,
  NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York,
  NC North Carolina, ND North Dakota, MP Northern Mariana Islands, OH Ohio, OK Oklahoma, OR Oregon,
  PA Pennsylvania, PR Puerto Rico, RI Rhode Island, SC South Carolina, SD South Dakota,
  TN Tennessee, TX Texas, UM United States Minor Outlying Islands, VI United States Virgin Islands,
  UT Utah, VT Vermont, VA Virginia, WA Washington, WV West Virginia, WI Wisconsin, WY Wyoming`)

const canada = entriesOf(`
  AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador,
  NT Northwest Territories, NS Nova Scotia, NU Nunavut, ON Ontario, PE Prince Edward Island,
  QC Quebec, SK Saskatchewan, YT Yukon`)

const byCountry: Readonly<Record<string, readonly LookupOption[]>> = {
  US: unitedStates,
  CA: canada,
}

/** The states that are known of each country. */
export interface States {
  /** Those of the country of this name or code; null where any state may be typed. */
  of(country: string): readonly LookupOption[] | null
  /** The one of this name or code, in a country whose states are known. */
  named(country: string, text: string): LookupOption | null
}

/** Those of every tenant, and what one tenant added: its own one takes the place of one of its code. */
export function statesWith(own: readonly OwnState[]): States {
  const lists = new Map(Object.entries(byCountry))
  for (const { country, name, code } of own) {
    const key = countryOf(country)?.code ?? ''
    const others = lists.get(key)?.filter((state) => state.code !== code) ?? []
    lists.set(
      key,
      [...others, { name, code }].toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    )
  }
  const of = (country: string) => lists.get(countryOf(country)?.code ?? '-') ?? null
  return {
    of,
    named(country, text) {
      const states = of(country)
      return states && lookupOption(states, text)
    },
  }
}

/** Those of every tenant. */
export const states = statesWith([])

function entriesOf(list: string): readonly LookupOption[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .map((entry) => ({ code: entry.slice(0, 2), name: entry.slice(3) }))
}
