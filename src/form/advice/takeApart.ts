import type { Field } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import { validatorFor, type Draft } from '#contract/fields/kind.ts'
import { adviceText } from '#text/adviceText.ts'
import { foldText } from '#text/fold.ts'
import type { Advice } from './advice.ts'
import { cleanText } from './cleanText.ts'

/**
 * What can be made of a text that holds more than its field: an address with a name, several
 * addresses, the cells of a row. Null: it is what it is.
 */
export function takeApart(
  text: string,
  field: Field,
  fields: readonly Field[],
  draft: Draft,
): Advice | null {
  if (text.includes('\t')) return cellsIn(text, field, fields, draft)
  return text.includes('@') ? addressesIn(text, field, fields, draft) : null
}

/** How many rows of a table a text has; a text without cells has none. */
export function rowsOf(text: string): number {
  return text.includes('\t') ? text.trim().split(/\r\n|[\n\r]/).length : 0
}

function cellsIn(
  text: string,
  field: Field,
  fields: readonly Field[],
  draft: Draft,
): Advice | null {
  const rows = rowsOf(text)
  if (rows > 1) return { message: adviceText.rows(rows), actions: [] }
  const cells = text.split('\t').map((cell) => cleanText(unquoted(cell), true).text)
  if (cells.filter(Boolean).length < 2) return null
  const placed = inTheirOrder(cells, field, fields) ?? byTheirKind(cells, field, fields)
  if (!placed) return { message: adviceText.cells, actions: [] }
  return offer(placed, field, fields, draft)
}

type Placed = ReadonlyMap<Field, string>

/** Each cell into the field that follows, where every one of them fits what its field is for. */
function inTheirOrder(
  cells: readonly string[],
  field: Field,
  fields: readonly Field[],
): Placed | null {
  const start = fields.indexOf(field)
  const row = cells.map((cell, index) => [fields[start + index], cell] as const)
  const placed = new Map<Field, string>()
  for (const [target, cell] of row) {
    if (!target) return null
    if (cell === '') continue
    if (kindOf(cell) !== kindWanted(target)) return null
    placed.set(target, cell)
  }
  return placed.size > 0 && [...placed].every(([it, cell]) => fits(it, cell)) ? placed : null
}

/** One name, and addresses and numbers for the fields that take them. */
function byTheirKind(
  cells: readonly string[],
  field: Field,
  fields: readonly Field[],
): Placed | null {
  const filled = cells.filter(Boolean)
  const names = filled.filter((cell) => kindOf(cell) === 'text')
  const targets = namesFrom(field, fields, names.length)
  if (!targets) return null
  const placed = new Map(targets.map((target, index) => [target, names[index]!]))
  for (const kind of ['email', 'phone'] as const) {
    const some = filled.filter((cell) => kindOf(cell) === kind)
    const takers = fields.filter((each) => each.kind === kind)
    // Two addresses for two fields: which is the one of work, and which the person's own?
    if (some.length > 1) return null
    const taker = field.kind === kind ? field : takers[0]
    if (some[0] !== undefined) {
      if (!taker) return null
      placed.set(taker, some[0])
    }
  }
  return placed
}

/** The fields of the name, where so many cells can only be that. */
function namesFrom(field: Field, fields: readonly Field[], count: number): readonly Field[] | null {
  const asked = fields.filter(({ kind, required }) => kind === 'text' && required)
  if (count === 0) return []
  if (count === asked.length && (field === asked[0] || field.kind !== 'text')) return asked
  return null
}

function kindOf(cell: string): 'email' | 'phone' | 'text' {
  if (fits({ label: '', kind: 'email' }, cell)) return 'email'
  return /^[+(]?\d[\d ()./-]{4,}$/.test(foldText(cell)) ? 'phone' : 'text'
}

function kindWanted({ kind }: Field): string {
  return kind === 'email' || kind === 'phone' ? kind : kind === 'primary' ? '' : 'text'
}

function fits(field: Pick<Field, 'label' | 'kind'>, cell: string): boolean {
  return validatorFor(field).safeParse(cell).success
}

/** Programs for tables put a cell between quotes that holds quotes or line breaks itself. */
function unquoted(cell: string): string {
  const inner = /^\s*"([^]*)"\s*$/.exec(cell)?.[1]
  return inner === undefined ? cell : inner.replaceAll('""', '"')
}

function offer(placed: Placed, field: Field, fields: readonly Field[], draft: Draft): Advice {
  const occupied = [...placed].filter(([target, value]) => {
    const now = textOf(draft[target.name]).trim()
    return target !== field && now !== '' && now !== value
  })
  if (occupied.length > 0) {
    const labels = occupied.map(([{ label }]) => label)
    return { message: adviceText.occupied(labels), actions: [] }
  }
  const inOrder = [...placed].toSorted(([a], [b]) => fields.indexOf(a) - fields.indexOf(b))
  const fill = Object.fromEntries(inOrder.map(([{ name }, value]) => [name, value]))
  // What was pasted goes out of where it was pasted, also where none of it belongs there.
  if (!(field.name in fill)) fill[field.name] = ''
  return {
    message: adviceText.takeApart(inOrder.map(([{ label }, value]) => ({ label, value }))),
    actions: [{ label: adviceText.fill(placed.size), fill }],
  }
}

interface Mailbox {
  name: string
  address: string
}

function addressesIn(
  text: string,
  field: Field,
  fields: readonly Field[],
  draft: Draft,
): Advice | null {
  const mailboxes = mailboxesIn(text)
  const [first, ...others] = mailboxes
  // An address with something that cannot be seen in it is an address.
  if (!first || fits({ label: '', kind: 'email' }, cleanText(text, false).text)) return null
  if (others.length > 0) {
    if (field.kind !== 'email') return null
    const found = [...new Set(mailboxes.map(({ address }) => address))].slice(0, 3)
    return { message: adviceText.severalAddresses, actions: found.map((it) => only(field, it)) }
  }
  const { name, address } = first
  const taker = field.kind === 'email' ? field : fields.find(({ kind }) => kind === 'email')
  // A name field that merely mentions an address is left alone.
  if (!taker || (field.kind !== 'email' && (field.kind !== 'text' || !isMailbox(text)))) return null
  const asked = fields.filter(({ kind, required }) => kind === 'text' && required)
  const named = field.kind === 'text' ? field : asked.length === 1 ? asked[0] : undefined
  if (name && named && (named === field || !textOf(draft[named.name]).trim()))
    return offer(
      new Map([
        [named, name],
        [taker, address],
      ]),
      field,
      fields,
      draft,
    )
  if (field.kind !== 'email') return offer(new Map([[taker, address]]), field, fields, draft)
  return { message: adviceText.addressAlone, actions: [only(field, address)] }
}

function only({ name }: Field, address: string): Advice['actions'][number] {
  return { label: adviceText.use(address), fill: { [name]: address } }
}

function isMailbox(text: string): boolean {
  return /^mailto:/i.test(text.trim()) || /<[^<>@\s]+@[^<>\s]+>\s*$/.test(text)
}

/** `Name <address>`, `mailto:address?…` and bare addresses, between commas, semicolons or blanks. */
function mailboxesIn(text: string): Mailbox[] {
  const clean = cleanText(text, false).text
  const linked = /^mailto:([^?]*)/i.exec(clean)?.[1]
  const list = linked === undefined ? clean : decoded(linked)
  // A name may hold what stands between addresses.
  const whole = /^([^<>@]*)<([^<>\s]+)>$/.exec(list)
  if (whole?.[2]?.includes('@'))
    return [{ name: unquoted(whole[1] ?? '').trim(), address: whole[2] }]
  const found: Mailbox[] = []
  let name = ''
  for (const piece of list.split(/[,;\s]+/)) {
    const address = piece.replace(/^</, '').replace(/>$/, '')
    if (fits({ label: '', kind: 'email' }, address)) {
      found.push({ name, address })
      name = ''
    } else name = `${name} ${piece}`.trim()
  }
  return found
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
