import { TriangleAlert } from 'lucide-react'
import type { FormDefinition } from '#contract/fields/field.ts'
import { invoiceWay } from '#contract/fields/invoiceWay.ts'
import type { Customer } from '#contract/fields/contact.ts'
import { customersText } from '#text/customersText.ts'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import { Skeleton } from '#ui/layout/Skeleton.tsx'
import css from './CustomerList.module.css'
import type { Known } from './useRecipients.ts'

interface Props {
  customer: Customer
  known: Known
  form: Pick<FormDefinition, 'mailsCustomer'>
}

/** Who gets the invoices of one customer, with a mark where somebody has to do something about it. */
export function InvoiceCell({ customer, known, form }: Props) {
  if (known.kind === 'asking')
    return (
      <>
        <VisuallyHidden>{customersText.checking}</VisuallyHidden>
        <Skeleton width="14ch" />
      </>
    )
  if (known.kind === 'unknown') return <span className={css.quiet}>{customersText.notKnown}</span>
  const way = invoiceWay(form, customer, known.recipient)
  if (way.kind === 'contact')
    return (
      <bdi translate="no" title={way.address}>
        {way.primary}
      </bdi>
    )
  if (way.kind === 'customer') return customersText.own
  return (
    <span className={css.fault}>
      <TriangleAlert size={14} aria-hidden />
      <VisuallyHidden>{customersText.fault}: </VisuallyHidden>
      <span className={css.why}>{faultOf(way)}</span>
    </span>
  )
}

function faultOf({ kind, primary }: { kind: 'nobody' | 'off'; primary: string | null }): string {
  if (kind === 'off') return customersText.off
  return primary === null ? customersText.nobody : customersText.noAddress(primary)
}
