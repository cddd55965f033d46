import * as z from 'zod/mini'
import { lengthOf } from '#contract/kind.ts'

/*
 * Zuora's own shapes. Requests as strictly as we may send them, replies as leniently as its samples
 * ask for: text that was never set may be null, empty or left out, and some samples show phone
 * numbers and postal codes as JSON numbers. Fields not named here (`__c`, `__NS`) come through as
 * they are.
 */

/** What Zuora takes for `otherPhoneType`. */
export const otherPhoneTypes = ['Work', 'Mobile', 'Home', 'Other'] as const

/** The most characters a contact's text fields hold, in the order of the vendor's page. */
export const contactLimits = {
  address1: 255,
  address2: 255,
  city: 100,
  contactDescription: 100,
  country: 64,
  county: 100,
  fax: 40,
  firstName: 100,
  homePhone: 40,
  lastName: 100,
  mobilePhone: 100,
  nickname: 100,
  otherPhone: 40,
  personalEmail: 80,
  state: 100,
  taxRegion: 100,
  workEmail: 80,
  workPhone: 40,
  zipCode: 20,
} as const

/** Zuora counts code points, `maxLength` would count UTF-16 units. */
const most = (limit: number) => z.refine<string>((text) => lengthOf(text) <= limit)
const limited = (limit: number) => z.optional(z.nullable(z.string().check(most(limit))))
const named = (limit: number) => z.string().check(z.minLength(1), most(limit))

const { firstName: firstNameLimit, lastName: lastNameLimit, ...optionalLimits } = contactLimits

const contactText = {
  address1: limited(optionalLimits.address1),
  address2: limited(optionalLimits.address2),
  city: limited(optionalLimits.city),
  contactDescription: limited(optionalLimits.contactDescription),
  country: limited(optionalLimits.country),
  county: limited(optionalLimits.county),
  fax: limited(optionalLimits.fax),
  homePhone: limited(optionalLimits.homePhone),
  mobilePhone: limited(optionalLimits.mobilePhone),
  nickname: limited(optionalLimits.nickname),
  otherPhone: limited(optionalLimits.otherPhone),
  otherPhoneType: z.optional(z.nullable(z.enum(otherPhoneTypes))),
  personalEmail: limited(optionalLimits.personalEmail),
  state: limited(optionalLimits.state),
  taxRegion: limited(optionalLimits.taxRegion),
  workEmail: limited(optionalLimits.workEmail),
  workPhone: limited(optionalLimits.workPhone),
  zipCode: limited(optionalLimits.zipCode),
}

const contactFlags = {
  asBillTo: z.optional(z.boolean()),
  asShipTo: z.optional(z.boolean()),
  asSoldTo: z.optional(z.boolean()),
}

export const contactCreate = z.looseObject({
  accountId: z.optional(z.string()),
  accountNumber: z.optional(z.string()),
  firstName: named(firstNameLimit),
  lastName: named(lastNameLimit),
  ...contactText,
  ...contactFlags,
})

/** Left out: unchanged. `null` or an empty text empties everything but the two names. */
export const contactUpdate = z.looseObject({
  firstName: z.optional(named(firstNameLimit)),
  lastName: z.optional(named(lastNameLimit)),
  ...contactText,
  ...contactFlags,
})

export const transferRequest = z.strictObject({ destinationAccountKey: z.string() })

/** Text as it may come: a number is the text of its digits, an empty text is no text. */
const text = z.pipe(
  z.nullish(z.union([z.string(), z.number()])),
  z.transform((value) =>
    value === undefined || value === null || value === '' ? null : `${value}`,
  ),
)
const optionalText = z.optional(text)
const flag = z.nullish(z.boolean())

const person = {
  accountId: optionalText,
  address1: optionalText,
  address2: optionalText,
  asBillTo: flag,
  asShipTo: flag,
  asSoldTo: flag,
  city: optionalText,
  country: optionalText,
  county: optionalText,
  fax: optionalText,
  firstName: optionalText,
  homePhone: optionalText,
  lastName: optionalText,
  mobilePhone: optionalText,
  nickname: optionalText,
  otherPhone: optionalText,
  // A scrubbed contact's is none of the four, so it is plain text here.
  otherPhoneType: optionalText,
  personalEmail: optionalText,
  state: optionalText,
  taxRegion: optionalText,
  workEmail: optionalText,
  workPhone: optionalText,
}

const contact = {
  ...person,
  accountNumber: optionalText,
  contactDescription: optionalText,
  zipCode: optionalText,
}

const succeeded = { success: z.literal(true) }

/** Samples have an `id`, the list of fields of an answer has none: OP/POST_CreateContact. */
export const contactResponse = z.looseObject({
  id: z.optional(z.string()),
  ...contact,
  ...succeeded,
})
export const success = z.looseObject(succeeded)

export const contactSnapshot = z.looseObject({
  id: optionalText,
  contactId: optionalText,
  ...person,
  description: optionalText,
  postalCode: optionalText,
})

/** A contact as Object Query names its fields. Without `includeNullFields`, what is null is left out. */
export const queriedContact = z.looseObject({
  id: z.string(),
  ...person,
  description: optionalText,
  contactDescription: optionalText,
  postalCode: optionalText,
  createdById: optionalText,
  createdDate: optionalText,
  updatedById: optionalText,
  updatedDate: optionalText,
})

export const queriedAccount = z.looseObject({
  id: z.string(),
  accountNumber: optionalText,
  name: optionalText,
  status: optionalText,
  currency: optionalText,
  batch: optionalText,
  crmId: optionalText,
  parentId: optionalText,
  billToId: optionalText,
  soldToId: optionalText,
  shipToId: optionalText,
  invoiceDeliveryPrefsEmail: flag,
  invoiceDeliveryPrefsPrint: flag,
  createdDate: optionalText,
  updatedDate: optionalText,
  billTo: z.nullish(queriedContact),
  soldTo: z.nullish(queriedContact),
  shipTo: z.nullish(queriedContact),
})

/** One page of Object Query. `nextPage` is not there on the last one. */
export function pageOf<Item>(item: z.ZodMiniType<Item>) {
  return z.looseObject({ data: z.array(item), nextPage: z.nullish(z.string()) })
}

/** A contact inside of an account: the one that holds a role. */
const roleContact = z.nullish(z.looseObject({ id: z.string(), ...contact }))

export const accountResponse = z.looseObject({
  ...succeeded,
  basicInfo: z.looseObject({
    id: z.string(),
    name: z.string(),
    accountNumber: z.string(),
    status: optionalText,
    crmId: optionalText,
    batch: optionalText,
    notes: optionalText,
    parentId: optionalText,
  }),
  billingAndPayment: z.nullish(
    z.looseObject({
      currency: optionalText,
      invoiceDeliveryPrefsEmail: flag,
      invoiceDeliveryPrefsPrint: flag,
      additionalEmailAddresses: z.nullish(z.union([z.array(z.string()), z.string()])),
    }),
  ),
  billToContact: roleContact,
  soldToContact: roleContact,
  shipToContact: roleContact,
})

const accountContactUpdate = z.looseObject({
  firstName: z.optional(named(firstNameLimit)),
  lastName: z.optional(named(lastNameLimit)),
  ...contactText,
})
const accountContactCreate = z.looseObject({
  firstName: named(firstNameLimit),
  lastName: named(lastNameLimit),
  ...contactText,
})

export const accountCreate = z.looseObject({
  name: named(255),
  currency: z.string().check(z.length(3)),
  accountNumber: z.optional(z.string().check(most(70))),
  billToContact: accountContactCreate,
  soldToContact: z.optional(accountContactCreate),
  shipToContact: z.optional(accountContactCreate),
  soldToSameAsBillTo: z.optional(z.boolean()),
  shipToSameAsBillTo: z.optional(z.boolean()),
})

export const accountCreated = z.looseObject({
  ...succeeded,
  accountId: z.string(),
  accountNumber: z.string(),
  billToContactId: optionalText,
  soldToContactId: optionalText,
  shipToContactId: optionalText,
})

/** A role moves by its id; by its object, the contact that holds it now is edited. */
export const accountUpdate = z.looseObject({
  billToContactId: z.optional(z.string()),
  soldToContactId: z.optional(z.string()),
  shipToContactId: z.optional(z.string()),
  billToContact: z.optional(accountContactUpdate),
  soldToContact: z.optional(accountContactUpdate),
  shipToContact: z.optional(accountContactUpdate),
  name: z.optional(z.string().check(most(255))),
  invoiceDeliveryPrefsEmail: z.optional(z.boolean()),
  invoiceDeliveryPrefsPrint: z.optional(z.boolean()),
})

/** Sent as a form (RFC 6749, 4.4.2), not as JSON. */
export const tokenRequest = z.strictObject({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.literal('client_credentials'),
})

export const tokenResponse = z.looseObject({
  access_token: z.string(),
  token_type: z.string(),
  /** Seconds. */
  expires_in: z.number(),
  scope: optionalText,
  jti: optionalText,
})

const batch = z.optional(z.strictObject({ batchSize: z.optional(z.int()) }))
export const zoqlRequest = z.strictObject({ queryString: z.string(), conf: batch })
export const zoqlMoreRequest = z.strictObject({ queryLocator: z.string(), conf: batch })

/** Without a match there are no `records` at all. */
export const zoqlResponse = z.looseObject({
  size: z.number(),
  done: z.boolean(),
  queryLocator: z.nullish(z.string()),
  records: z.nullish(z.array(z.record(z.string(), z.unknown()))),
})

export type ContactResponse = z.infer<typeof contactResponse>
/** An answer about a contact whose id is known from somewhere. */
export type KnownContact = ContactResponse & { id: string }
export type QueriedContact = z.infer<typeof queriedContact>
export type QueriedAccount = z.infer<typeof queriedAccount>
export type AccountResponse = z.infer<typeof accountResponse>
