import { formatCount } from './format.ts'

/** Of a list that is too long to be in the page as a whole. */
export const longListText = {
  findSeesPart: (count: number) =>
    `The browser’s search finds only the rows in sight. To search all ${formatCount(count, 'row', 'rows')}, use the filter above the list`,
}
