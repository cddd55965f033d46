import type { ReactNode } from 'react'
import { bidiIsolate } from '#text/isolated.ts'
import { text } from '#text/text.ts'
import { Chip } from '#ui/basics/Chip.tsx'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import { Skeleton } from '#ui/layout/Skeleton.tsx'
import css from './CustomerHeader.module.css'
import type { Customer } from '#contract/fields/contact.ts'

/** Whose contacts these are. `customer` is null while it loads; the height stays the same. */
export function CustomerHeader({
  customer,
  actions,
  children,
}: {
  customer: Customer | null
  actions: ReactNode
  /** Another line about it. */
  children?: ReactNode
}) {
  const status = customer && text.customers.status[customer.status]
  const details =
    customer &&
    [customer.number, customer.email, customer.place].flatMap((it) => (it ? [bidiIsolate(it)] : []))
  return (
    <header className={css.header}>
      <h1 className={css.name}>
        {customer ? (
          <bdi translate="no" title={customer.name}>
            {customer.name}
          </bdi>
        ) : (
          <>
            <VisuallyHidden>{text.customers.loading}</VisuallyHidden>
            <Skeleton width="16ch" />
          </>
        )}
        {status && <Chip>{status}</Chip>}
      </h1>
      <div>{actions}</div>
      {details?.length !== 0 && (
        <p className={css.details}>
          {details ? <bdi translate="no">{details.join(' · ')}</bdi> : <Skeleton width="32ch" />}
        </p>
      )}
      {children && <div className={css.more}>{children}</div>}
    </header>
  )
}
