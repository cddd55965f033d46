import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../helpers/database.ts'
import { scaled } from '../../helpers/scale.ts'
import { campaign, tableOf } from './campaign.ts'
import { openScene, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  const [desk, billing] = [await freshDatabase(), await freshDatabase()]
  scene = await openScene({ desk: desk.url, billing: billing.url })
})

afterAll(() => scene.stop())

// More of it, with more delay: `npm run races`.
it('leaves exactly one primary, told saved, and one of two edits, whoever is first', async () => {
  const results = await campaign({ scene, rounds: scaled(40), delays: [0, 5] })
  expect(results.flatMap(({ broken }) => broken)).toEqual([])
  expect(tableOf(results).split('\n')).toHaveLength(results.length + 2)
})
