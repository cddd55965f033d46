const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })

/** Day and time of an RFC 3339 timestamp, where whoever looks is. */
export function shortly(timestamp: string): string {
  return shown(timestamp, short)
}

/** The same to the second, with the weekday and the time zone. */
export function fully(timestamp: string): string {
  return shown(timestamp, full)
}

function shown(timestamp: string, format: Intl.DateTimeFormat): string {
  const date = new Date(timestamp)
  return Number.isNaN(date.getTime()) ? timestamp : format.format(date)
}
