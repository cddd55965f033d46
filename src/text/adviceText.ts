import { formatCount, formatList } from './format.ts'
import { bidiIsolate } from './isolated.ts'

/** Advice beside a field, and what is said about pasted text. Fetched once a form stands. */
export const adviceText = {
  unseen: (names: readonly string[]) =>
    `There is something here that cannot be seen: ${formatList(names)}`,
  takenOut: (names: readonly string[]) => `Taken out of what you pasted: ${formatList(names)}`,
  takeOut: 'Take it out',
  typographic: (signs: readonly string[]) =>
    `This address holds ${formatList(signs)}, as word processors write it. Few addresses do`,
  mixed: (part: string, scripts: readonly string[]) =>
    `“${bidiIsolate(part)}” mixes letters of different alphabets: ${formatList(scripts)}. Check that it is the right address`,
  use: (value: string) => `Use ${value}`,
  severalAddresses: 'These are several addresses. Choose one',
  addressAlone: 'This is more than an address',
  takeApart: (parts: readonly { label: string; value: string }[]) =>
    `This looks like several fields: ${formatList(
      parts.map(({ label, value }) => `${label} “${bidiIsolate(value)}”`),
    )}`,
  fill: (count: number) => `Fill in ${formatCount(count, 'field', 'fields')}`,
  rows: (count: number) =>
    `You pasted a table of ${formatCount(count, 'row', 'rows')}. A form takes one: copy one row, then paste again`,
  cells: 'This row does not tell which field each cell belongs to. Paste the cells one by one',
  occupied: (labels: readonly string[]) =>
    `This row would replace what ${formatList(labels)} already ${labels.length === 1 ? 'holds' : 'hold'}. Empty that first, then paste again`,
  /** Characters that cannot be seen, by their code points. Others are called by their number. */
  names: {
    9: 'tab',
    10: 'line break',
    13: 'line break',
    173: 'soft hyphen',
    8203: 'zero-width space',
    8204: 'zero-width non-joiner',
    8205: 'zero-width joiner',
    8206: 'left-to-right mark',
    8207: 'right-to-left mark',
    8232: 'line break',
    8288: 'word joiner',
    10240: 'empty Braille pattern',
    12644: 'Hangul filler',
    65279: 'byte order mark',
  } as Readonly<Record<number, string>>,
  direction: 'direction mark',
  scripts: {
    Latn: 'Latin',
    Grek: 'Greek',
    Cyrl: 'Cyrillic',
    Armn: 'Armenian',
    Hebr: 'Hebrew',
    Arab: 'Arabic',
  },
}
