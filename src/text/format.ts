/**
 * Numbers, lists and dates as people read them: the only place that asks `Intl`. Sentences are
 * English, and so are the lists inside them; numbers and dates follow the browser's language. The
 * gateway does not know whom it writes to, so its numbers are English too.
 */
const language = 'en'
const isBrowser = 'document' in globalThis
const numbers = new Intl.NumberFormat(isBrowser ? undefined : language)
const lists = new Intl.ListFormat(language)

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const longDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })
const longMoment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const timeToSecond = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** 2,000 */
export function formatNumber(value: number): string {
  return numbers.format(value)
}

/** A number and its noun: "1 contact", "2,000 contacts". */
export function formatCount(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`
}

/** "Email, Phone, and Role" */
export function formatList(items: readonly string[]): string {
  return lists.format(items)
}

/** A label inside a sentence. */
export function lowerFirst(label: string): string {
  return label.charAt(0).toLocaleLowerCase(language) + label.slice(1)
}

/** The day of an RFC 3339 timestamp; null for one that cannot be read. */
export function formatDay(timestamp: string): string | null {
  return formatted(timestamp, day)
}

/** Weekday, day and time; null for what cannot be read. */
export function formatLongDay(timestamp: string): string | null {
  return formatted(timestamp, longDay)
}

/** Weekday, day, time to the second and time zone; what cannot be read stays as it is. */
export function formatLongMoment(timestamp: string): string {
  return formatted(timestamp, longMoment) ?? timestamp
}

/** Day and time; what cannot be read stays as it is. */
export function formatDayAndTime(timestamp: string): string {
  return formatted(timestamp, dayAndTime) ?? timestamp
}

/** The time of day, with the day unless that is today; what cannot be read stays as it is. */
export function formatRecent(timestamp: string): string {
  const date = new Date(timestamp)
  return formatted(timestamp, isToday(date) ? time : dayAndTime) ?? timestamp
}

/** The same for a moment on this computer's clock. */
export function formatRecentDate(date: Date): string {
  return isToday(date) ? time.format(date) : `${day.format(date)}, ${time.format(date)}`
}

export function formatTime(date: Date): string {
  return time.format(date)
}

export function formatTimeToSecond(date: Date): string {
  return timeToSecond.format(date)
}

function isToday(date: Date): boolean {
  return date.toDateString() === new Date().toDateString()
}

function formatted(timestamp: string, format: Intl.DateTimeFormat): string | null {
  const date = new Date(timestamp)
  return Number.isNaN(date.getTime()) ? null : format.format(date)
}
