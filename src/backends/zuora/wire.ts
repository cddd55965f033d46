import * as z from 'zod/mini'
import type { Gap } from '#contract/backend/backend.ts'
import { lengthOf } from '#contract/fields/kind.ts'
import { itemsWithId, partWith, replyWith, type Reply } from '#contract/usable.ts'

/*
 * Zuora's own shapes. Requests as strictly as we may send them, replies as leniently as can
 * be: text that was never set may be null, empty or left out, some samples show phone numbers and
 * postal codes as JSON numbers, and one odd contact must not hide the others. Fields not named here
 * (`__c`, `__NS`) come through as they are.
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

const person = {
  accountId: 'text',
  address1: 'text',
  address2: 'text',
  asBillTo: 'flag',
  asShipTo: 'flag',
  asSoldTo: 'flag',
  city: 'text',
  country: 'text',
  county: 'text',
  fax: 'text',
  firstName: 'text',
  homePhone: 'text',
  lastName: 'text',
  mobilePhone: 'text',
  nickname: 'text',
  otherPhone: 'text',
  // A scrubbed contact's is none of the four, so it is plain text here.
  otherPhoneType: 'text',
  personalEmail: 'text',
  state: 'text',
  taxRegion: 'text',
  workEmail: 'text',
  workPhone: 'text',
} as const

const contact = {
  ...person,
  accountNumber: 'text',
  contactDescription: 'text',
  zipCode: 'text',
} as const

const succeeded = { success: z.literal(true) }

/** Samples have an `id`, the list of fields of an answer has none: OP/POST_CreateContact. */
export const contactResponse = partWith({ ...contact, success: 'flag' })
export const success = z.looseObject(succeeded)

export const contactSnapshot = partWith({
  contactId: 'text',
  ...person,
  description: 'text',
  postalCode: 'text',
})

/** A contact as Object Query names its fields. Without `includeNullFields`, what is null is left out. */
export const queriedContact = replyWith({
  ...person,
  description: 'text',
  contactDescription: 'text',
  postalCode: 'text',
  createdById: 'text',
  createdDate: 'moment',
  updatedById: 'text',
  updatedDate: 'moment',
})

/** One that may be odd, or be there without an id: then nobody knows whose it is. */
function perhaps<Part>(part: z.ZodMiniType<Part>) {
  return z.pipe(
    z.optional(z.unknown()),
    z.transform((raw): Part | null => part.safeParse(raw).data ?? null),
  )
}

const accountFields = {
  accountNumber: 'text',
  name: 'text',
  status: 'text',
  currency: 'text',
  batch: 'text',
  crmId: 'text',
  parentId: 'text',
  billToId: 'text',
  soldToId: 'text',
  shipToId: 'text',
  invoiceDeliveryPrefsEmail: 'flag',
  invoiceDeliveryPrefsPrint: 'flag',
  createdDate: 'moment',
  updatedDate: 'moment',
} as const

const queriedBillTo = perhaps(queriedContact)

/** An account as Object Query tells it, perhaps with its bill-to contact. */
export const queriedAccount = z.pipe(
  replyWith(accountFields),
  z.transform(
    (account): Reply<typeof accountFields> & { billTo: z.infer<typeof queriedBillTo> } => ({
      ...account,
      billTo: queriedBillTo.parse(account['billTo']),
    }),
  ),
)

function gapOf(lost: number, isRestLost: boolean): Gap | undefined {
  if (isRestLost) return 'rest'
  return lost > 0 ? 'items' : undefined
}

/** One page of Object Query, whatever of it can be read. `nextPage` is not there on the last one. */
export function pageOf<Item>(item: z.ZodMiniType<Item>) {
  return z.pipe(
    z.looseObject({ data: itemsWithId(item), nextPage: z.optional(z.unknown()) }),
    z.transform(({ data, nextPage }) => ({
      data: data.items,
      nextPage: typeof nextPage === 'string' && nextPage !== '' ? nextPage : null,
      // Something that is no cursor says that there is more, and not where.
      gap: gapOf(data.lost, Boolean(nextPage) && typeof nextPage !== 'string'),
    })),
  )
}

/** A contact inside of an account: the one that holds a role. */
const roleContact = perhaps(replyWith(contact))

export const accountResponse = z.looseObject({
  ...succeeded,
  basicInfo: replyWith({
    name: 'text',
    accountNumber: 'text',
    status: 'text',
    crmId: 'text',
    batch: 'text',
    notes: 'text',
    parentId: 'text',
  }),
  billingAndPayment: perhaps(
    partWith({
      currency: 'text',
      invoiceDeliveryPrefsEmail: 'flag',
      invoiceDeliveryPrefsPrint: 'flag',
    }),
  ),
  billToContact: roleContact,
  soldToContact: roleContact,
  shipToContact: roleContact,
})

const optionalText = z.nullish(z.union([z.string(), z.number()]))

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
