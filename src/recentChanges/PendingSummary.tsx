import { useId } from 'react'
import { Link } from 'wouter'
import type { FormDefinition } from '#contract/fields/field.ts'
import { changesText } from '#text/changesText.ts'
import { customersText } from '#text/customersText.ts'
import { formatRecent } from '#text/format.ts'
import { text } from '#text/text.ts'
import { Chip } from '#ui/basics/Chip.tsx'
import css from './PendingSummary.module.css'
import { usePendingChanges } from './usePendingChanges.ts'

interface Props {
  workspace: string
  form: FormDefinition | undefined
  hrefOf(customer: string): string
}

/** My changes of which nobody knows the outcome yet, each with the way to its customer. */
export function PendingSummary({ workspace, form, hrefOf }: Props) {
  const id = useId()
  const pending = usePendingChanges(workspace, form)
  if (pending.length === 0) return null
  return (
    <section className={css.pending} aria-labelledby={id}>
      <h2 id={id} className={css.heading}>
        {customersText.home.pending(pending.length)}
      </h2>
      <ul>
        {pending.map(({ submissionId, op, customer, name, at, state }) => (
          <li key={submissionId} className={css.change}>
            <Link className={css.link} href={hrefOf(customer)}>
              {changesText.did[op]}: <bdi translate="no">{name ?? text.undo.nameless}</bdi>
            </Link>
            {state !== 'succeeded' && <Chip tone="warning">{changesText.states[state]}</Chip>}
            <span className={css.since}>{changesText.since(formatRecent(at))}</span>
          </li>
        ))}
      </ul>
      <p className={css.since}>{customersText.home.pendingBody}</p>
    </section>
  )
}
