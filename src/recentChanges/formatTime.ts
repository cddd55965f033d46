const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const both = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** The time of day of an RFC 3339 timestamp, with the day where that is not today. */
export function whenOf(timestamp: string): string {
  const date = new Date(timestamp)
  if (Number.isNaN(date.getTime())) return timestamp
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : both.format(date)
}
