import type { LogEntry } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import type { Value } from '#contract/fields/kind.ts'
import { logText } from '#text/logText.ts'
import { EmptyCell } from '#ui/table/EmptyCell.tsx'
import css from './EntryChanges.module.css'
import { labelOf } from './describeEntry.ts'
import { shownAs } from './formatValue.ts'

interface Props {
  entry: LogEntry
  form: FormDefinition | undefined
}

/** What each field held before and after. */
export function EntryChanges({ entry, form }: Props) {
  const words = logText.entry
  const isMove = entry.op === 'primary' || entry.op === 'role'
  // Whom a role goes to is known by name.
  const named = (value: Value) => (isMove && value === entry.contact && entry.name) || value
  return (
    <table className={css.changes} aria-label={words.changes}>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.old}</th>
          <th scope="col">{words.new}</th>
        </tr>
      </thead>
      <tbody>
        {entry.changes.map(({ field, old, new: now }) => (
          <tr key={field}>
            <th scope="row">
              <bdi>{labelOf(field, form)}</bdi>
            </th>
            <td>
              <Held value={named(old)} />
            </td>
            <td>
              <Held value={named(now)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Held({ value }: { value: Value }) {
  const shown = shownAs(value)
  return shown === '' ? <EmptyCell /> : <bdi translate="no">{shown}</bdi>
}
