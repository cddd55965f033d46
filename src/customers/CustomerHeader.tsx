import type { ReactNode } from 'react'
import { isolated } from '#text/isolated.ts'
import { text } from '#text/text.ts'
import { Chip } from '#ui/basics/Chip.tsx'
import { Hidden } from '#ui/basics/VisuallyHidden.tsx'
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
  const standing = customer && text.customers.standing[customer.standing]
  const details =
    customer &&
    [customer.number, customer.email, customer.place].flatMap((it) => (it ? [isolated(it)] : []))
  return (
    <header className={css.header}>
      <h1 className={css.name}>
        {customer ? (
          <bdi title={customer.name}>{customer.name}</bdi>
        ) : (
          <>
            <Hidden>{text.customers.loading}</Hidden>
            <Skeleton width="16ch" />
          </>
        )}
        {standing && <Chip>{standing}</Chip>}
      </h1>
      <div>{actions}</div>
      {details?.length !== 0 && (
        <p className={css.details}>
          {details ? <bdi>{details.join(' · ')}</bdi> : <Skeleton width="32ch" />}
        </p>
      )}
      {children && <div className={css.more}>{children}</div>}
    </header>
  )
}
