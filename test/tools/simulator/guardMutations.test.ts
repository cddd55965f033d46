import { expect, it } from 'vitest'
import { hostileGuardMutations } from './hostile/guardMutations.ts'
import { removedGuards } from './guardMutations.ts'
import { lastNoticed } from './lastNoticed.ts'
import { simulated } from './simulation.ts'

/*
 * A checker that cannot fail proves nothing: each guard of the desk is taken out once, and some seed
 * has to notice.
 */

const each = [...removedGuards, ...hostileGuardMutations].flatMap((guard) =>
  guard.vendors.map((vendor) => ({ ...guard, vendor, name: vendor.title })),
)

it.each(each)(
  'without “$title” on $name, $breaks is broken',
  // It takes as many days as it takes, and a busy machine is slow.
  { timeout: 600_000 },
  async ({ vendor, day, weakness, breaks, within, title }) => {
    const hint = lastNoticed[`${vendor.title}: ${title}`] ?? 1
    for (const seed of new Set([hint, ...upTo(within)])) {
      const { broken } = await simulated(vendor, seed, { day, weakness })
      if (!broken.some((said) => said.startsWith(`${breaks} `))) continue
      // For whoever asks how quickly it is noticed.
      if (process.env['NOTICED']) console.info(`${vendor.title}: ${title}: seed ${seed}`)
      return
    }
    expect.fail(`nobody noticed in ${within} seeds`)
  },
)

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, at) => at + 1)
}
