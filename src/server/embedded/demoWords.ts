import { demoPlaces, type DemoPlace } from './demoPlaces.ts'

/** A place with its names and streets at hand. */
export interface DemoTown extends Omit<DemoPlace, 'faker'> {
  firstNames: readonly string[]
  lastNames: readonly string[]
  streets: readonly string[]
}

/** How many different names and streets of a place there are at most. */
const variety = 300

/**
 * All places, each as often as it weighs. Names are drawn once and put together later: that is
 * fifty times faster than drawing each, which counts for a million customers.
 */
export async function demoTowns(): Promise<DemoTown[]> {
  const towns = await Promise.all(demoPlaces.map(townOf))
  return towns.flatMap((town) => Array.from({ length: town.weight }, () => town))
}

async function townOf({ faker: load, ...place }: DemoPlace): Promise<DemoTown> {
  const { faker } = await load()
  faker.seed(1)
  return {
    ...place,
    firstNames: different(() => faker.person.firstName()),
    lastNames: different(() => faker.person.lastName()),
    streets: different(() => faker.location.streetAddress()),
  }
}

function different(draw: () => string): string[] {
  return [...new Set(Array.from({ length: variety }, draw))]
}

const spelled: Record<string, string> = {
  ...{ ß: 'ss', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' },
}

/** Latin letters without their marks; '' when there are others. */
export function plainLetters(text: string): string {
  const bare = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[ßłøđæœıþð]/g, (letter) => spelled[letter] ?? '')
    .replace(/[\p{M}\p{P}\p{S}\p{Z}\p{N}]/gu, '')
  return /^[a-z]*$/.test(bare) ? bare : ''
}
