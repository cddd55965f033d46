import { useId, useState, type MouseEvent } from 'react'
import { bidiIsolate } from '#text/isolated.ts'
import { customersText } from '#text/customersText.ts'
import { isForAnotherTab } from '#ui/shortcut.ts'
import type { Customer } from '#contract/fields/contact.ts'
import css from './RecentCustomers.module.css'
import { recentCustomers } from './recents.ts'

interface Props {
  workspace: string
  hrefOf(customer: string): string
  onOpen(customer: Customer): void
}

/** The customers this person opened last here, newest first. */
export function RecentCustomers({ workspace, hrefOf, onOpen }: Props) {
  const id = useId()
  const [recent] = useState(() => recentCustomers(workspace))

  function open(event: MouseEvent, customer: Customer) {
    if (isForAnotherTab(event)) return
    event.preventDefault()
    onOpen(customer)
  }

  return (
    <section className={css.recent} aria-labelledby={id}>
      <h2 id={id} className={css.heading}>
        {customersText.home.recent}
      </h2>
      {recent.length === 0 ? (
        <p className={css.details}>{customersText.home.noRecent}</p>
      ) : (
        <ul className={css.list}>
          {recent.map((customer) => (
            <li key={customer.id}>
              <a
                className={css.customer}
                href={hrefOf(customer.id)}
                onClick={(event) => open(event, customer)}
              >
                <bdi translate="no" className={css.name}>
                  {customer.name}
                </bdi>
                <bdi translate="no" className={css.details}>
                  {[customer.number, customer.place]
                    .flatMap((it) => (it ? [bidiIsolate(it)] : []))
                    .join(' · ')}
                </bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
