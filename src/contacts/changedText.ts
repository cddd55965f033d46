const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })
const second = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })

/** The day of an RFC 3339 timestamp, or null for one that cannot be read. */
export function dayOf(timestamp: string): string | null {
  return shown(timestamp, day)
}

export function momentOf(timestamp: string): string | null {
  return shown(timestamp, moment)
}

/** The time of day, with the day where that is not today. */
export function momentFrom(date: Date): string {
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`
}

/** The time of day, to the second. */
export function secondOf(date: Date): string {
  return second.format(date)
}

export function timeOf(date: Date): string {
  return clock.format(date)
}

function shown(timestamp: string, format: Intl.DateTimeFormat): string | null {
  const date = new Date(timestamp)
  return Number.isNaN(date.getTime()) ? null : format.format(date)
}
