import { lowerFirst } from '#text/format.ts'
/** Zuora's words in English: labels, hints, and its refusals said so that they help. */
export const words = {
  scope: { entity: 'Entity', orgs: 'Orgs', whole: 'That of the OAuth client' },
  sections: {
    who: 'Who',
    reach: 'Reach',
    numbers: 'More numbers',
    address: 'Address',
    use: 'Use',
    custom: 'Additional fields',
    note: 'Note',
  },
  fields: {
    firstName: { label: 'First name', hint: 'Only one name? Enter a full stop (.) here' },
    lastName: { label: 'Last name' },
    nickname: { label: 'Nickname' },
    workEmail: { label: 'Work email', hint: 'Invoices to this contact are mailed here' },
    personalEmail: { label: 'Personal email', hint: 'For invoices only without a work email' },
    workPhone: { label: 'Work phone' },
    mobilePhone: { label: 'Mobile phone' },
    homePhone: { label: 'Home phone' },
    otherPhone: { label: 'Other phone' },
    otherPhoneType: { label: 'Other phone type' },
    fax: { label: 'Fax' },
    country: { label: 'Country', hint: 'By name or code, like Germany or DE' },
    address1: { label: 'Address line 1' },
    address2: { label: 'Address line 2' },
    city: { label: 'City' },
    state: { label: 'State' },
    zipCode: { label: 'Postal code' },
    county: { label: 'County' },
    asBillTo: { label: 'Can be bill-to' },
    asSoldTo: { label: 'Can be sold-to' },
    asShipTo: { label: 'Can be ship-to' },
    taxRegion: { label: 'Tax region', hint: 'As your tax rules call it' },
    contactDescription: { label: 'Description' },
  },
  roles: { billTo: 'Bill-to', soldTo: 'Sold-to', shipTo: 'Ship-to' },
  refusals: {
    missing: (label: string) => `Zuora needs the ${lowerFirst(label)}. Enter it`,
    tooLong: (label: string, limit: string) =>
      `Zuora keeps at most ${limit} characters of ${lowerFirst(label)}. Shorten it`,
    oneOf: (label: string, options: string) =>
      `Zuora takes one of these as ${lowerFirst(label)}: ${options}`,
    email: (label: string) =>
      `Zuora does not take this ${lowerFirst(label)}. Check it for slips, like name@example.com`,
    country: (label: string) =>
      `Zuora does not know this ${lowerFirst(label)}. Choose one from the list`,
    state: (label: string) =>
      `Zuora does not know this ${lowerFirst(label)} of that country. Choose one from the list`,
    basicPlane: (label: string) =>
      `Zuora takes no emoji or rare characters in ${lowerFirst(label)}. Take them out`,
    unknown: (label: string) =>
      `This Zuora tenant has no field “${label}”. Leave it, and tell whoever runs the desk`,
    other: (message: string) => `Zuora says: ${message}`,
    elsewhere:
      'Zuora sent us to another address, which the desk does not follow. Tell whoever runs the desk',
    whole: 'Zuora refused this without saying why. Check the fields and save again',
    holder: (name: string, roles: readonly string[]) =>
      `Zuora needs ${name} as ${roles.map(lowerFirst).join(' and ')}. Give that to another contact first, then delete this one`,
    noRole: (role: string) => `Zuora knows no role “${role}” in this workspace`,
    cursor: 'This page is not there any more. Start again with the first one',
    given: (name: string, role: string) => `Zuora made ${name} ${lowerFirst(role)}.`,
    overtaken: (other: string, role: string) =>
      `Then ${other} was made ${lowerFirst(role)} by another person or application, and is that now`,
    allowed: (name: string, role: string) => `Zuora now allows ${name} as ${lowerFirst(role)}.`,
  },
}
