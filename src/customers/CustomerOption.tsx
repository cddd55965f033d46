import { bidiIsolate } from '#text/isolated.ts'
import { text } from '#text/text.ts'
import { Chip } from '#ui/basics/Chip.tsx'
import { Highlight } from '#ui/combobox/Highlight.tsx'
import css from './CustomerOption.module.css'
import type { Customer } from '#contract/fields/contact.ts'

/** Two lines: what it is called, and what tells it from another of the same name. */
export function CustomerOption({ customer, search }: { customer: Customer; search: string }) {
  const status = text.customers.status[customer.status]
  const details = [customer.number, customer.place, customer.email].flatMap((it) =>
    it ? [bidiIsolate(it)] : [],
  )
  return (
    <span className={css.option}>
      <span className={css.name}>
        <bdi translate="no">
          <Highlight text={customer.name} match={search} />
        </bdi>
        {status && <Chip>{status}</Chip>}
      </span>
      <span className={css.details}>
        <bdi translate="no">{details.join(' · ')}</bdi>
      </span>
    </span>
  )
}
