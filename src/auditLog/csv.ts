import Papa from 'papaparse'

/**
 * What makes a spreadsheet take a cell for a formula: these characters, also in their full-width
 * form, at its beginning or behind blanks, and a control character alone. An apostrophe is what
 * keeps it from that, so cells that have one there already get one more: taking one away from each
 * gives back what there was.
 */
const formula = /^'*(?:[\s\0]*[=+\-@＝＋－＠]|[\t\r\n\0])/

/** Where semicolons separate, half of a cell may become one of its own, quoted or not. */
const formulaInside = /;(?='*[\s\0]*[=+\-@＝＋－＠])/g

/** A table as a spreadsheet reads it: UTF-8 and said to be, every cell quoted, no formula in it. */
export function csvOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const fields = [...header]
  const data = rows.map((row) => row.map((cell) => cell.replace(formulaInside, ";'")))
  return `\ufeff${Papa.unparse({ fields, data }, { quotes: true, escapeFormulae: formula })}`
}
