import { isDate } from '#contract/fields/kind.ts'
import { readSupportCode } from '#contract/api/supportCode.ts'

export const outcomes = ['saved', 'refused', 'unknown'] as const

/** What is looked for; empty where anything will do. */
export interface LogFilter {
  /** Part of a person's name or id. */
  person: string
  /** A customer's id. */
  customer: string
  /** Days as year-month-day in the reader's time zone, both inclusive. */
  from: string
  to: string
  outcome: (typeof outcomes)[number] | ''
  /** As it was typed, which need not be a code. */
  code: string
}

export const noFilter: LogFilter = {
  person: '',
  customer: '',
  from: '',
  to: '',
  outcome: '',
  code: '',
}

/** The filter is kept in the query of the address, so that a link leads to what it is about. */
export function filterOf(params: URLSearchParams): LogFilter {
  const of = (name: string) => params.get(name) ?? ''
  const dayOf = (name: string) => (isDate(of(name)) ? of(name) : '')
  return {
    person: of('person'),
    customer: of('customer'),
    from: dayOf('from'),
    to: dayOf('to'),
    outcome: outcomes.find((each) => each === of('outcome')) ?? '',
    code: of('code'),
  }
}

export function paramsOf(filter: LogFilter): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
}

export function isFiltering(filter: LogFilter): boolean {
  return Object.values(filter).some((value) => value !== '')
}

/** Whether what was typed as a code cannot be one, so that nothing needs to be asked. */
export function isNoCode({ code }: LogFilter): boolean {
  return code !== '' && readSupportCode(code) === null
}

/** The same as the gateway is asked it. */
export function queryOf({ from, to, code, ...same }: LogFilter): Record<string, string> {
  return {
    ...same,
    from: from && startOf(from, 0),
    to: to && startOf(to, 1),
    code: readSupportCode(code) ?? '',
  }
}

/** The day of a moment in the reader's time zone (RFC 3339, full-date). */
export function dayOf(moment: Date): string {
  const padded = (part: number, digits: number) => String(part).padStart(digits, '0')
  return [
    padded(moment.getFullYear(), 4),
    padded(moment.getMonth() + 1, 2),
    padded(moment.getDate(), 2),
  ].join('-')
}

/** When the day, or one some days after it, begins in the reader's time zone (RFC 3339). */
function startOf(day: string, after: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + after).toISOString()
}
