/** What invoices are in there; dollars everywhere else. */
const currencies: Readonly<Record<string, string>> = {
  ...{ AU: 'AUD', BR: 'BRL', CA: 'CAD', CH: 'CHF', CN: 'CNY', CZ: 'CZK', DK: 'DKK', EG: 'EGP' },
  ...{ GB: 'GBP', IL: 'ILS', IN: 'INR', JP: 'JPY', KR: 'KRW', NO: 'NOK', PL: 'PLN', SE: 'SEK' },
  ...{ TH: 'THB', TR: 'TRY', UA: 'UAH' },
  ...{ AT: 'EUR', BE: 'EUR', DE: 'EUR', ES: 'EUR', FI: 'EUR', FR: 'EUR', GR: 'EUR', IE: 'EUR' },
  ...{ IT: 'EUR', NL: 'EUR', PT: 'EUR' },
}

/** The currency of a country (ISO 3166-1 alpha-2). */
export function currencyOf(country: string): string {
  return currencies[country] ?? 'USD'
}

/** Countries by the numbers that are dialled for them (ITU-T E.164). */
const callingCodes: Readonly<Record<string, string>> = {
  ...{ '1': 'US', '20': 'EG', '30': 'GR', '33': 'FR', '34': 'ES', '44': 'GB', '46': 'SE' },
  ...{ '48': 'PL', '49': 'DE', '55': 'BR', '66': 'TH', '81': 'JP', '82': 'KR', '86': 'CN' },
  ...{ '90': 'TR', '91': 'IN', '380': 'UA', '420': 'CZ', '972': 'IL' },
}

/** The country that a made-up telephone stands in. Undefined where it does not say. */
export function countryCalled(phone: string): string | undefined {
  return callingCodes[/^\+(\d{1,3}) /.exec(phone)?.[1] ?? '']
}

/** Big cities whose state nobody has to guess. */
const states: Readonly<Record<string, string>> = {
  ...{ Atlanta: 'Georgia', Austin: 'Texas', Boston: 'Massachusetts', Chicago: 'Illinois' },
  ...{ Columbus: 'Ohio', Denver: 'Colorado', Portland: 'Oregon', Seattle: 'Washington' },
  ...{ Tucson: 'Arizona' },
}

/** The state of a city in the United States; null where it is not known. */
export function stateAt(country: string, city: string): string | null {
  return country === 'US' ? (states[city] ?? null) : null
}
