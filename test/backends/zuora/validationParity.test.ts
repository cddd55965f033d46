import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { zuoraBackend } from '#backends/zuora/backend.ts'
import { countries } from '#backends/zuora/countries.ts'
import { embedded } from '#backends/zuora/embedded/embedded.ts'
import { form } from '#backends/zuora/fields.ts'
import { settingsSchema, variationOf } from '#backends/zuora/settings.ts'
import { states } from '#backends/zuora/states.ts'
import type { Backend } from '#contract/backend/backend.ts'
import type { CustomField, Field } from '#contract/fields/field.ts'
import { emptyDraft, schemaOf } from '#contract/fields/form.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { isBlank, straysIn } from '#text/invisible.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { openApp } from './embedded/openApp.ts'

/* The form's rule and Zuora's own, held against each other: staff must not be let through to a refusal, nor be kept from what would be taken. */

const customFields: CustomField[] = [
  { name: 'Text__c', label: 'Text', type: 'text' },
  { name: 'Note__c', label: 'Note', type: 'longText' },
  { name: 'Site__c', label: 'Site', type: 'url' },
  { name: 'Seats__c', label: 'Seats', type: 'integer' },
  { name: 'Share__c', label: 'Share', type: 'number' },
  { name: 'Vip__c', label: 'VIP', type: 'boolean' },
  { name: 'Since__c', label: 'Since', type: 'date' },
  { name: 'Tier__c', label: 'Tier', type: 'picklist', options: ['Gold', 'Silver'] },
]
const ownStates = [
  { country: 'US', name: 'Armed Forces Europe', code: 'AE' },
  { country: 'DE', name: 'Bayern', code: 'BY' },
]
const settings = settingsSchema.parse({
  ...embedded.settings,
  customFields,
  states: ownStates,
})
const { fields } = form(variationOf(settings))
const schema = schemaOf(fields)

let backend: Backend
let account: string

beforeAll(async () => {
  const app = await openApp({ customFields, states: ownStates })
  backend = zuoraBackend(settings, app.send)
  account = (await app.newAccount()).id
})

/** The fields that each side refuses, and what is stored. */
async function judged(draft: Draft) {
  const whole = { ...emptyDraft(fields), firstName: 'Pat', lastName: 'Plain', ...draft }
  const rule = schema.safeParse(whole)
  const byForm = rule.success ? [] : rule.error.issues.map(({ path }) => String(path[0]))
  // What the form refuses is sent all the same, as a page that was tampered with could.
  const values =
    rule.data ??
    Object.fromEntries(
      Object.entries(whole).map(([name, value]) => [name, value === '' ? null : value]),
    )
  try {
    const made = await backend.create(account, values)
    return { byForm, byZuora: [], values, stored: made.values }
  } catch (error) {
    if (!(error instanceof BackendError) || error.refusal.kind !== 'fields') throw error
    const byZuora = error.refusal.problems.map(({ field }) => String(field))
    return { byForm, byZuora, values, stored: undefined }
  }
}

function addressOf(length: number): string {
  return `${'x'.repeat(length - '@people.example'.length)}@people.example`
}

function textsOf({ kind, basicPlane, limit = 0, name }: Field): ((length: number) => string)[] {
  if (kind === 'email') return [addressOf]
  if (kind === 'url') return [(length) => `https://x.example/${'x'.repeat(length - 18)}`]
  const letters = basicPlane ? ['x', 'ü', '王'] : ['x', '王', '🙂']
  return name === 'country' || limit === 0
    ? []
    : letters.map((letter) => (length) => letter.repeat(length))
}

describe('the form and Zuora agree', () => {
  const limited = fields.filter((field) => textsOf(field).length > 0)

  it.each(limited.map((field) => [field.label, field] as const))(
    'on the length of %s',
    async (_, field) => {
      for (const text of textsOf(field)) {
        const others: Draft = field.name === 'otherPhone' ? { otherPhoneType: 'Work' } : {}
        const { limit = 0, name } = field
        const longest = await judged({ ...others, [name]: text(limit) })
        expect(longest).toMatchObject({ byForm: [], byZuora: [], stored: longest.values })
        const tooLong = await judged({ ...others, [name]: text(limit + 1) })
        expect(tooLong).toMatchObject({ byForm: [name], byZuora: [name] })
      }
    },
  )

  it('on names', async () => {
    for (const firstName of ['🙂', 'Pat 𠮷', ''])
      expect(await judged({ firstName })).toMatchObject({
        byForm: ['firstName'],
        byZuora: ['firstName'],
      })
    const character = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(character, async (lastName) => {
        const { byForm, byZuora, values, stored } = await judged({ lastName })
        // What cannot be seen is nothing to the form, and one with line breaks is not one line.
        const seen =
          lastName.trim() === lastName && !isBlank(lastName) && straysIn(lastName).length === 0
        if (seen && !/[\r\n\u2028\u2029]/.test(lastName)) expect(byZuora).toEqual(byForm)
        if (byForm.length === 0) expect(stored).toEqual(values)
      }),
      { numRuns: 150 },
    )
  })

  it('on every country, by its name and its codes', async () => {
    // That they are all the same country is held where countries are; each is asked about in one way.
    for (const [index, { name, code, alpha3 }] of countries.entries()) {
      const country = [name, code.toLowerCase(), alpha3][index % 3]!
      const { byForm, byZuora, stored } = await judged({ country })
      expect([byForm, byZuora, stored?.country]).toEqual([[], [], name])
    }
  })

  it('on the states that a tenant added, where the workspace lists them', async () => {
    for (const state of ['AE', 'ae', 'Armed Forces Europe'])
      expect(await judged({ country: 'US', state })).toMatchObject({
        byForm: [],
        byZuora: [],
        stored: { state: 'Armed Forces Europe' },
      })
    expect(await judged({ country: 'Germany', state: 'BY' })).toMatchObject({
      byZuora: [],
      stored: { state: 'Bayern' },
    })
  })

  it('on every state of the United States and Canada; all others are Zuora’s to refuse', async () => {
    for (const country of ['United States', 'Canada'])
      for (const { name, code } of states.of(country) ?? []) {
        const { byForm, byZuora, stored } = await judged({ country, state: code })
        expect([byForm, byZuora, stored?.state]).toEqual([[], [], name])
      }
    for (const [country, state] of [
      ['US', 'Ontario'],
      ['Canada', 'Texas'],
      ['USA', 'Narnia'],
    ] as const)
      expect(await judged({ country, state })).toMatchObject({
        byForm: [],
        byZuora: ['state'],
      })
    const free = await judged({ country: 'Austria', state: 'Steiermark' })
    expect(free).toMatchObject({ byForm: [], byZuora: [], stored: { state: 'Steiermark' } })
  })

  it('on a tenant’s own fields', async () => {
    const right = {
      ...{ Seats__c: '-12', Share__c: '12.5', Vip__c: true, Since__c: '2026-03-31' },
      ...{ Site__c: 'https://x.example', Tier__c: 'Gold', Note__c: 'a\nb' },
    }
    const taken = await judged(right)
    expect(taken).toMatchObject({ byForm: [], byZuora: [], stored: right })
    const wrong = {
      ...{ Seats__c: '1.5', Share__c: 'much', Since__c: '2026-02-30' },
      ...{ Site__c: 'x.example', Tier__c: 'Bronze' },
    }
    const refused = await judged(wrong)
    for (const by of [refused.byForm, refused.byZuora])
      expect(new Set(by)).toEqual(new Set(Object.keys(wrong)))
  })

  it.each(['tom@', 'tom@website', '@website', '@website.com', 'to​m@website.com'])(
    'that %j is no address',
    async (address) => {
      const { byForm, byZuora } = await judged({ workEmail: address, personalEmail: address })
      for (const by of [byForm, byZuora])
        expect(new Set(by)).toEqual(new Set(['workEmail', 'personalEmail']))
    },
  )
})
