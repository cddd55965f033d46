import * as z from 'zod/mini'
import { customTypes, type TenantOptions } from '#contract/fields/field.ts'
import type { Scope } from '#contract/api/workspaceSettings.ts'
import { countryOf } from './countries.ts'
import { words } from './en.ts'

/** Said to whoever writes the configuration. */
const says = {
  address: 'give the address of a Zuora data center',
  clientId: 'give the client id of an OAuth client, made in Zuora at its user (Manage Users)',
  clientSecret: 'give the secret of that OAuth client',
  entityId: 'give one entity id: hexadecimal digits, with or without hyphens',
  orgIds: 'give a list of org ids, each without a comma',
  shipTo: 'say true where the Ship To Contact feature is on, else false',
  customFields: 'give a list of custom fields of contacts',
  fieldName: 'give its API name, which ends in __c',
  fieldLabel: 'give the label that staff see',
  fieldType: `give one of ${customTypes.join(', ')}`,
  fieldColumn: 'say true to show it in the list, else false',
  options: 'give the values of the picklist, each once',
  noOptions: 'only a picklist has options. Take them out',
  needsOptions: 'a picklist needs its options',
  states: 'give a list of the states that were added in Zuora, each with country, name and code',
  stateCountry: 'give the name or the ISO code of a country',
  stateName: 'give the name of the state',
  stateCode: 'give its code of at most three characters',
  twice: (name: string) => `${name} is there twice`,
}

const someText = (message: string) => z.string(message).check(z.regex(/\S/, message))

const customField = z
  .strictObject({
    name: z.string(says.fieldName).check(z.regex(/^[A-Za-z]\w{0,60}__c$/, says.fieldName)),
    label: someText(says.fieldLabel),
    type: z.enum(customTypes, says.fieldType),
    options: z.optional(
      z.array(someText(says.options), says.options).check(
        z.minLength(1, says.options),
        z.refine((all) => new Set(all).size === all.length, says.options),
      ),
    ),
    column: z.optional(z.boolean(says.fieldColumn)),
  })
  .check((context) => {
    const { type, options } = context.value
    const message = type === 'picklist' ? !options && says.needsOptions : options && says.noOptions
    if (message)
      context.issues.push({ code: 'custom', input: context.value, path: ['options'], message })
  })

const ownState = z.strictObject({
  country: z
    .string(says.stateCountry)
    .check(z.refine((name) => countryOf(name) !== null, says.stateCountry)),
  name: someText(says.stateName),
  code: z.string(says.stateCode).check(z.regex(/^[\p{L}\p{N}]{1,3}$/u, says.stateCode)),
})

/** A tenant, as the configuration describes it. */
export const settingsSchema = z.strictObject({
  address: z.url(says.address),
  clientId: someText(says.clientId),
  clientSecret: someText(says.clientSecret),
  /** Only with Multi-entity, and a client that may act in several. */
  entityId: z.optional(z.string(says.entityId).check(z.regex(/^[\da-f-]{32,36}$/i, says.entityId))),
  /** Only with Multi-Org: those to act in. */
  orgIds: z.optional(
    z
      .array(z.string(says.orgIds).check(z.regex(/^[\w-]{1,64}$/, says.orgIds)), says.orgIds)
      .check(z.minLength(1, says.orgIds)),
  ),
  /** The Ship To Contact feature is on. No call can tell. */
  shipTo: z.optional(z.boolean(says.shipTo)),
  /** States beyond those of every tenant. No call can tell. */
  states: z.optional(z.array(ownState, says.states)),
  customFields: z.optional(
    z.array(customField, says.customFields).check((context) => {
      const names = context.value.map(({ name }) => name)
      names.forEach((name, index) => {
        if (names.indexOf(name) !== index)
          context.issues.push({
            code: 'custom',
            input: name,
            path: [index, 'name'],
            message: says.twice(name),
          })
      })
    }),
  ),
})

export type Settings = z.infer<typeof settingsSchema>

/** What these settings make of the form. */
export function variationOf({ shipTo, customFields = [], states = [] }: Settings): TenantOptions {
  return { features: shipTo ? ['shipTo'] : [], customFields, states }
}

/** Where a workspace with these settings acts. */
export function scopeOf({ entityId, orgIds }: Settings): Scope[] {
  const { entity, orgs, whole } = words.scope
  const scope = [
    ...(entityId ? [{ label: entity, value: entityId }] : []),
    ...(orgIds ? [{ label: orgs, value: orgIds.join(', ') }] : []),
  ]
  return scope.length > 0 ? scope : [{ label: entity, value: whole }]
}

/** What to look at when Zuora says no from the start. */
export const advice = {
  credentials:
    'Zuora does not accept its client. Check that settings.clientId and settings.clientSecret belong together and are whole, and that settings.address is the data center of this tenant: any other one says the same.',
  permission:
    'Zuora accepts its client, but not for this. Check the roles of the user whom the OAuth client belongs to (writing takes API Write Access), and that this user reaches settings.entityId and settings.orgIds.',
  setup:
    'What answers at its address does not have this call. Check that settings.address is the host of a Zuora data center alone, without a path.',
  notFound: 'Zuora finds nothing there. Check that settings.address is the host alone.',
}
