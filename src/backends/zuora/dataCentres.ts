/**
 * Where Zuora answers, by the names it gives those places, for a workspace's `address`.
 * https://developer.zuora.com/docs/get-started/introduction/
 */
export const dataCentres: Readonly<Record<string, string>> = {
  'US Cloud 1 Production': 'https://rest.na.zuora.com',
  'US Cloud 1 API Sandbox': 'https://rest.sandbox.na.zuora.com',
  'US Cloud 2 Production': 'https://rest.zuora.com',
  'US Cloud 2 API Sandbox': 'https://rest.apisandbox.zuora.com',
  'US Developer & Central Sandbox': 'https://rest.test.zuora.com',
  'EU Production': 'https://rest.eu.zuora.com',
  'EU API Sandbox': 'https://rest.sandbox.eu.zuora.com',
  'EU Developer & Central Sandbox': 'https://rest.test.eu.zuora.com',
  'APAC Production': 'https://rest.ap.zuora.com',
  'APAC Developer & Central Sandbox': 'https://rest.test.ap.zuora.com',
}
