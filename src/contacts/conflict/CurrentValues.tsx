import type { Field } from '#contract/fields/field.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { FieldValue } from './FieldValue.tsx'
import css from './CurrentValues.module.css'

/** What some fields hold by now, to be read. */
export function CurrentValues({ fields, now }: { fields: readonly Field[]; now: Draft }) {
  return (
    <dl className={css.now}>
      {fields.map(({ name, label, kind }) => (
        <div key={name} className={css.line}>
          <dt>{label}</dt>
          <dd>
            <FieldValue value={now[name]} kind={kind} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
