/** Day Zero's words in English: labels, hints, and its refusals said so that they help. */
export const words = {
  scope: { business: 'Business', user: 'Named in its audit trail as' },
  fields: {
    name: { label: 'Name' },
    email: { label: 'Email' },
    phone: { label: 'Phone', hint: 'Any spacing, with the country code if you have it' },
    role: { label: 'Role' },
    is_primary: { label: 'Primary contact' },
    notes: { label: 'Notes' },
  },
  roles: ['Billing', 'Accounts Payable', 'Technical'],
  refusals: {
    missing: (label: string) => `Day Zero needs the ${label.toLowerCase()}. Enter it`,
    tooShort: (label: string) => `Day Zero needs the ${label.toLowerCase()}. Enter it`,
    tooLong: (label: string, limit: number) =>
      `Day Zero keeps at most ${limit} characters of ${label.toLowerCase()}. Shorten it`,
    email: (reason: string) => `Day Zero does not take this address. ${reason}`,
    other: (message: string) => `Day Zero says: ${message}`,
    elsewhere:
      'Day Zero sent us to another address, which the desk does not follow. Tell whoever runs the desk',
    noRoles: 'Day Zero knows no other role than the primary contact',
    notPrimary: (name: string) =>
      `Day Zero answered that it was done, but did not make ${name} primary`,
    madePrimary: (name: string) => `Day Zero made ${name} primary.`,
    overtaken: (other: string) =>
      `Then ${other} was made primary by another person or application, and is primary now`,
    besides: (other: string) => `${other} is primary as well`,
    whole: 'Day Zero refused this without saying why. Check the fields and save again',
  },
}
