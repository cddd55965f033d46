import { describe, expect, test } from 'vitest'
import { savingCampaign } from './writes/savingCampaign.ts'
import { openWorld } from './writes/world.ts'

const size = {
  inputs: Number(process.env['HOSTILE_INPUTS'] ?? 10_000),
  seed: Number(process.env['HOSTILE_SEED'] ?? 1),
}
const patience = 600_000 + size.inputs * 20

describe.each(['dayzero', 'zuora'] as const)('%s', (vendor) => {
  test.each(['create', 'update'] as const)(
    'whatever is typed into a form is stored as it was typed, or its field is named: %s',
    async (op) => {
      const c0 = process.cpuUsage()
      const t0 = performance.now()
      const tally = await savingCampaign(await openWorld(vendor, 4), op, size)
      console.log(tally.line(op), process.cpuUsage(c0).user / 1000, performance.now() - t0)
      expect(tally.faults).toEqual([])
      expect(tally.inputs).toBeGreaterThanOrEqual(size.inputs)
    },
    patience,
  )
})
