import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base, type Page } from '@playwright/test'
import { startDesk, type Desk } from '../helpers/desk.ts'
import { isWhole } from '../helpers/scale.ts'
import { Noise } from './noise.ts'

interface PerTest {
  /** Fails the test on any console error or warning, page error or policy violation. */
  noise: Noise
  /** A desk of the test's own, to be killed and restarted. Pages still open on the shared one. */
  ownDesk: Desk
}

interface PerRun {
  /** The desk that all tests share, with its demo data. */
  desk: Desk
}

export const test = base.extend<PerTest, PerRun>({
  desk: [
    async ({}, give) => {
      const desk = await startDesk()
      await give(desk)
      await desk.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],

  ownDesk: [
    async ({}, give) => {
      const desk = await startDesk()
      await give(desk)
      await desk.stop()
    },
    { timeout: 300_000 },
  ],

  baseURL: async ({ desk }, give) => {
    await give(desk.url)
  },

  noise: [
    async ({ context }, give) => {
      const noise = new Noise()
      noise.listenTo(context)
      await give(noise)
      const problem = noise.problem()
      if (problem) throw new Error(problem)
    },
    { auto: true },
  ],
})

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Holds what is on the screen now against WCAG 2.2 AA and axe's own good practice. */
export async function axe(page: Page): Promise<void> {
  await expectNone(builderOn(page).withTags(standards))
}

/** Only what other colours can change of it. */
export async function axeContrast(page: Page): Promise<void> {
  await expectNone(builderOn(page).withRules('color-contrast'))
}

function builderOn(page: Page): AxeBuilder {
  // Otherwise it opens a page for each look, to put frames together, of which the desk has none.
  // What was found right is not described: that took longer than the look itself.
  return new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
}

async function expectNone(builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze()
  const found = violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${rule.help}, at ${node.target.join(' ')}`),
  )
  expect(found).toEqual([])
}

/**
 * Keeps a picture of the screen among the test results, to be looked at: by `npm run test:all`, and by
 * `TEST_PICTURES=1 npm run test:browser`.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!isWhole && !process.env['TEST_PICTURES']) return
  await page.screenshot({ path: test.info().outputPath(`${name}.png`), animations: 'disabled' })
}
