import { text } from '#text/text.ts'
import css from './ConflictBox.module.css'

/** What a field holds, to be read. */
export function FieldValue({ value }: { value: string | boolean | undefined }) {
  if (typeof value === 'boolean') return <span>{value ? text.contacts.yes : text.contacts.no}</span>
  if (!value?.trim()) return <span className={css.empty}>{text.conflict.empty}</span>
  return (
    <span className={css.value}>
      <bdi>{value}</bdi>
    </span>
  )
}
