import { lengthOf } from '#contract/fields/kind.ts'
import { netSuiteFields, type AccountRow } from '#backends/zuora/embedded/tables/accountRows.ts'
import { checkCustom } from '#backends/zuora/embedded/tables/customFields.ts'
import { isEmailAddress } from '#backends/zuora/embedded/contacts/emailRule.ts'
import {
  missing,
  unknownFields,
  wrongValue,
  type Reason,
} from '#backends/zuora/embedded/http/errors.ts'
import type { Json, JsonObject, Tenant } from '#backends/zuora/embedded/http/operation.ts'
import { textIn } from '#backends/zuora/embedded/http/readText.ts'

/** What a request makes of an account, its roles apart. Left out: unchanged. */
export interface AccountChanges {
  columns: Partial<AccountRow>
  netSuite: Record<string, Json>
  custom: Record<string, Json>
}

type Read = { value: Json; problem?: undefined } | { value?: undefined; problem: string | null }
type Reader = (given: Json) => Read

interface TextRule {
  limit: number
  options?: readonly string[]
  /** Cannot be emptied; a `null` is as good as not there. */
  needed?: boolean
  /** Beyond its length: what is wrong with a text. */
  problemOf?(text: string): string | undefined
}

function text({ limit, options, needed, problemOf }: TextRule): Reader {
  return (given) => {
    if (given === null) return needed ? { problem: null } : { value: null }
    const read = textIn(given)
    if (read.text === undefined) return { problem: read.problem }
    if (read.text === '') return needed ? { problem: 'may not be empty' } : { value: null }
    if (lengthOf(read.text) > limit) return { problem: `length must be at most ${limit}` }
    if (options && !options.includes(read.text))
      return { problem: `value should be one of: ${options.join(', ')}` }
    const problem = problemOf?.(read.text)
    return problem === undefined ? { value: read.text } : { problem }
  }
}

const flag: Reader = (given) =>
  typeof given === 'boolean' ? { value: given } : { problem: 'value should be true or false' }

/** 0 stands for a day that the first bill sets; without bills, that is the first. */
const billCycleDay: Reader = (given) =>
  typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= 31
    ? { value: given || 1 }
    : { problem: 'value should be a whole number from 0 to 31' }

const addresses: Reader = (given) => {
  if (given === null) return { value: [] }
  if (!Array.isArray(given)) return { problem: 'value should be a list of e-mail addresses' }
  const wrong = given.some((each) => typeof each !== 'string' || !isEmailAddress(each))
  return wrong ? { problem: 'value should be e-mail addresses only' } : { value: given }
}

/** Documented for names of accounts, without the error that it gives. */
const basicPlane = (name: string) =>
  /[\u{10000}-\u{10ffff}]/u.test(name) ? 'may not contain characters of four bytes' : undefined

interface AccountField {
  column: keyof AccountRow
  read: Reader
  /** Only a new account takes it. */
  createOnly?: boolean
  /** A new account must have it. */
  required?: boolean
}

const fields: Readonly<Record<string, AccountField>> = {
  accountNumber: { column: 'account_number', read: text({ limit: 70 }), createOnly: true },
  additionalEmailAddresses: { column: 'additional_email_addresses', read: addresses },
  autoPay: { column: 'auto_pay', read: flag },
  batch: { column: 'batch', read: text({ limit: 20, needed: true }) },
  billCycleDay: { column: 'bill_cycle_day', read: billCycleDay },
  crmId: { column: 'crm_id', read: text({ limit: 100 }) },
  currency: {
    column: 'currency',
    read: text({
      limit: 3,
      needed: true,
      problemOf: (code) =>
        /^[A-Z]{3}$/.test(code) ? undefined : 'value should be the code of a currency',
    }),
    createOnly: true,
    required: true,
  },
  invoiceDeliveryPrefsEmail: { column: 'invoice_delivery_prefs_email', read: flag },
  invoiceDeliveryPrefsPrint: { column: 'invoice_delivery_prefs_print', read: flag },
  name: {
    column: 'name',
    read: text({ limit: 255, needed: true, problemOf: basicPlane }),
    required: true,
  },
  notes: { column: 'notes', read: text({ limit: 65_535 }) },
  parentId: { column: 'parent_id', read: text({ limit: 32 }) },
}

const netSuite: Readonly<Record<string, Reader>> = Object.fromEntries(
  Object.entries(netSuiteFields).map(([name, options]) => [
    name,
    text({ limit: 255, ...(options && { options }) }),
  ]),
)

/** Resource codes: after those of contacts. */
const resources = new Map(
  [...Object.keys(fields), ...Object.keys(netSuite)].map((name, index) => [name, 679_930 + index]),
)

export interface AccountCheck {
  tenant: Tenant
  creates: boolean
  /** Names in the body that another person looks at. */
  others: readonly string[]
}

/**
 * Looks at all fields of an account at once. Our choice where nothing is documented: Zuora's other
 * fields, of which it has many, are refused as unknown rather than taken and forgotten.
 */
export function checkAccount(
  body: JsonObject,
  { tenant, creates, others }: AccountCheck,
): { changes: AccountChanges; reasons: Reason[] } {
  const reasons: Reason[] = []
  const changes: AccountChanges = { columns: {}, netSuite: {}, custom: {} }
  const own = Object.entries(fields).filter(([, { createOnly }]) => creates || !createOnly)
  const known = new Set([
    ...[...own.map(([name]) => name), ...Object.keys(netSuite), ...others],
    ...tenant.accountFields.map(({ name }) => name),
  ])
  const strangers = Object.keys(body).filter((name) => !known.has(name))
  if (strangers.length > 0) reasons.push(unknownFields(strangers))

  /** Undefined for what is not there or wrong. */
  const valueOf = (name: string, read: Reader, required = false): Json | undefined => {
    const given = Object.hasOwn(body, name) ? body[name] : undefined
    if (given === undefined && !required) return undefined
    const { value, problem } = read(given ?? null)
    if (value !== undefined) return value
    const resource = resources.get(name)
    reasons.push(problem === null ? missing(name, resource) : wrongValue(name, problem, resource))
    return undefined
  }

  for (const [name, { column, read, required }] of own) {
    const value = valueOf(name, read, creates && required)
    if (value !== undefined) Object.assign(changes.columns, { [column]: value })
  }
  for (const [name, read] of Object.entries(netSuite)) {
    const value = valueOf(name, read)
    if (value !== undefined) changes.netSuite[name] = value
  }
  const custom = checkCustom(body, tenant.accountFields, '')
  changes.custom = custom.values
  return { changes, reasons: [...reasons, ...custom.reasons] }
}
