import type { FieldType } from '#contract/fields/kind.ts'
import { addressOf } from '#contacts/reach.ts'
import { conflictText } from '#text/conflictText.ts'
import { isBlank } from '#text/invisible.ts'
import { text } from '#text/text.ts'
import css from './ConflictBox.module.css'

interface Props {
  value: string | boolean | undefined
  /** Addresses and numbers lead to whoever they are of. */
  kind?: FieldType
}

/** What a field holds, to be read. */
export function FieldValue({ value, kind }: Props) {
  if (typeof value === 'boolean') return <span>{value ? text.contacts.yes : text.contacts.no}</span>
  if (value === undefined || isBlank(value))
    return <span className={css.empty}>{conflictText.empty}</span>
  return (
    <span className={css.value}>
      <bdi translate="no">
        {kind === 'email' || kind === 'phone' ? (
          <a href={addressOf(kind, value)}>{value}</a>
        ) : (
          value
        )}
      </bdi>
    </span>
  )
}
