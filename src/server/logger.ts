import { pino, type DestinationStream, type Logger } from 'pino'

/** One JSON line an event, to standard error; its time in UTC, its level in a word. */
export function newLog(to: DestinationStream = pino.destination({ dest: 2, sync: true })): Logger {
  return pino(
    {
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    to,
  )
}
