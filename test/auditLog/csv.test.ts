import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import type { LogEntry } from '#contract/api/history.ts'
import { csvOf } from '#auditLog/csv.ts'
import { cellsOf, toCsv, exportedColumns } from '#auditLog/toCsv.ts'
import { anEntry } from './entries.ts'

const triggers = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']

/** As a spreadsheet reads it, with the apostrophes that only it hides. */
function read(csv: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(csv, { delimiter: ',' })
  expect(errors).toEqual([])
  return data
}

/** What a cell was before it was made harmless. */
function unguarded(cell: string): string {
  return cell
    .replace(/^'(?='*(?:[\s\0]*[=+\-@＝＋－＠]|[\t\r\n\0]))/, '')
    .replace(/;'(?='*[\s\0]*[=+\-@＝＋－＠])/g, ';')
}

/** An entry whose every text is this one. */
function entryOf(text: string): LogEntry {
  return anEntry({
    at: text,
    person: { id: text, name: text, role: null },
    customer: text,
    contact: text,
    name: text,
    changes: [{ field: text, old: text, new: text }],
    undoes: text,
    reason: text,
    submissionId: text,
    code: text,
    upstream: { status: null, trackId: text, requestId: text, milliseconds: null },
    reference: text,
  })
}

/** The columns whose words come from outside, and not from a list of ours or a count. */
const fromOutside = exportedColumns.filter(
  (column) =>
    !['number', 'role', 'op', 'outcome', 'refusal', 'revision', 'status', 'milliseconds'].includes(
      column,
    ),
)

describe('a spreadsheet finds no formula', () => {
  it.each(triggers.map((each) => [JSON.stringify(each), each]))(
    'behind %s, in whichever column it stands',
    (_, trigger) => {
      for (const payload of [`${trigger}1+1`, `${trigger}cmd|' /C calc'!A0`, `${trigger}1\nx`]) {
        const [, cells = []] = read(toCsv([entryOf(payload)], undefined))
        const bare = fromOutside.filter(
          (column) => !cells[exportedColumns.indexOf(column)]?.startsWith("'"),
        )
        expect(bare).toEqual([])
      }
    },
  )

  it('behind blanks, behind an apostrophe of its own, nor where a semicolon separates', () => {
    const all = read(csvOf(['a'], [[' =1'], ["'=1"], ['x;=1;+2'], ['x; @1']])).slice(1)
    expect(all.flat()).toEqual(["' =1", "''=1", "x;'=1;'+2", "x;' @1"])
  })

  it('and what is none stays as it is', () => {
    const plain = ["'t Hooft", "O'Brien", 'a=b', '1-2', 'ap@acme.example', '₂', ' x', 'a;b']
    expect(
      read(
        csvOf(
          ['a'],
          plain.map((each) => [each]),
        ),
      )
        .slice(1)
        .flat(),
    ).toEqual(plain)
  })
})

it('what is read back is what was written, but for the apostrophes', () => {
  const hostile = fc.stringMatching(/^[=+\-@＝＋－＠'"; ,\t\r\n\0a1]*$/)
  const cell = fc.oneof(hostile, fc.string({ unit: 'binary' }))
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 })
  fc.assert(
    fc.property(rows, (table) => {
      const [, ...back] = read(csvOf(['a', 'b', 'c'], table))
      expect(back.map((row) => row.map(unguarded))).toEqual(table)
    }),
    { numRuns: 500 },
  )
})

it('a row says everything that is known of a change', () => {
  const entry = anEntry({
    name: 'أحمد الخطيب, "AP"',
    changes: [
      { field: 'phone', old: '0612345678', new: '+44 20' },
      { field: 'primary', old: false, new: true },
    ],
  })
  const [header = [], cells = []] = read(toCsv([entry], undefined))
  expect(header).toHaveLength(exportedColumns.length)
  expect(cells.map(unguarded)).toEqual(cellsOf(entry, undefined))
  const of = Object.fromEntries(header.map((label, at) => [label, cells[at]]))
  expect(of).toMatchObject({
    Contact: 'أحمد الخطيب, "AP"',
    Changes: 'phone: 0612345678 → +44 20\nPrimary: No → Yes',
    'Support code': entry.code,
    Status: '200',
  })
})
