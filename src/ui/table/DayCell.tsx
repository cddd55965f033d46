import { formatDay, formatLongDay } from '#text/format.ts'
import { EmptyCell } from './EmptyCell.tsx'

/** The day of a moment (RFC 3339). */
export function DayCell({ at }: { at: string | null }) {
  const day = at && formatDay(at)
  if (!day) return <EmptyCell />
  return (
    <time dateTime={at} title={formatLongDay(at) ?? undefined}>
      {day}
    </time>
  )
}
