import { describe, expect, it } from 'vitest'
import { settingsSchema } from '#backends/zuora/settings.ts'
import { zuora } from '#backends/zuora/vendor.ts'

const valid = {
  address: zuora.addresses['EU Production'],
  clientId: 'id',
  clientSecret: 'secret',
  entityId: '2c92c8f8-3d4e-11ed-a6b0-02420a000001',
  orgIds: ['2c92c8f83d4e11eda6b002420a000002'],
  shipTo: true,
  customFields: [
    { name: 'Cost_Center__c', label: 'Cost center', type: 'text', column: true },
    { name: 'Tier__c', label: 'Tier', type: 'picklist', options: ['Gold', 'Silver'] },
  ],
}

function problemsIn(change: object): string[] {
  const read = settingsSchema.safeParse({ ...valid, ...change })
  return read.success ? [] : read.error.issues.map((it) => `${it.path.join('.')}: ${it.message}`)
}

const custom = (change: object) => ({ customFields: [{ ...valid.customFields[0], ...change }] })

describe('settings', () => {
  it('make the form of their tenant', () => {
    const form = zuora.form(zuora.variation(valid))
    expect(form.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['asShipTo', 'Cost_Center__c', 'Tier__c']),
    )
    const { address, clientId, clientSecret } = valid
    expect(zuora.variation({ address, clientId, clientSecret })).toEqual({
      features: [],
      customFields: [],
      states: [],
    })
  })

  it.each([
    [{ address: 'rest.zuora.com' }, 'address: give the address of a Zuora data center'],
    [{ clientId: '' }, 'clientId: give the client id of an OAuth client, made in Zuora'],
    [{ clientSecret: 7 }, 'clientSecret: give the secret of that OAuth client'],
    [{ entityId: 'one, two' }, 'entityId: give one entity id'],
    [{ orgIds: ['a,b'] }, 'orgIds.0: give a list of org ids, each without a comma'],
    [{ shipTo: 'yes' }, 'shipTo: say true where the Ship To Contact feature is on, else false'],
    [custom({ name: 'CostCenter' }), 'customFields.0.name: give its API name'],
    [custom({ label: ' ' }), 'customFields.0.label: give the label that staff see'],
    [custom({ type: 'multiselect' }), 'customFields.0.type: give one of text, longText'],
    [custom({ type: 'picklist' }), 'customFields.0.options: a picklist needs its options'],
    [custom({ options: ['a'] }), 'customFields.0.options: only a picklist has options'],
    [
      { customFields: [valid.customFields[0], valid.customFields[0]] },
      'customFields.1.name: Cost_Center__c is there twice',
    ],
  ])('%o is told in words', (change, says) => {
    expect(problemsIn({})).toEqual([])
    const problems = problemsIn(change)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(says)
  })

  it('a setting that is none is no setting', () => {
    expect(problemsIn({ shipto: true })).toHaveLength(1)
  })
})
