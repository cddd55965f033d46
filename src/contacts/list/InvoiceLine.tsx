import { Mail, MailQuestionMark, MailX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FormDefinition } from '#contract/fields/field.ts'
import { invoiceWay, recipientIn, type InvoiceWay } from '#contract/fields/invoiceWay.ts'
import { bidiIsolate } from '#text/isolated.ts'
import { text } from '#text/text.ts'
import { Skeleton } from '#ui/layout/Skeleton.tsx'
import { withMoves } from '#contacts/contactsCache.ts'
import { useContacts } from '#contacts/contactsQuery.ts'
import css from './InvoiceLine.module.css'
import { useOptimisticRoleChanges } from '#contacts/saving/optimisticRoleChanges.ts'
import type { Customer } from '#contract/fields/contact.ts'

interface Props {
  workspace: string
  customerId: string
  /** Null while it loads: the line is there already, so that the list below does not move. */
  customer: Customer | null
  form: FormDefinition
}

/** Who gets the invoice, by the billing system's own rule, in one line under the customer's name. */
export function InvoiceLine({ workspace, customerId, customer, form }: Props) {
  const { contacts: told, complete, error } = useContacts(workspace, customerId)
  const moves = useOptimisticRoleChanges(workspace, customerId, form)
  const contacts = told && withMoves(told, moves)
  const way = contacts && customer && invoiceWay(form, customer, recipientIn(form, contacts))
  // Nobody primary so far means nothing while contacts are still coming.
  const known = way && (complete || way.primary !== null) ? way : null
  if (error && !known) return null
  return (
    <p className={css.line}>
      <span className={css.question}>{text.invoices.question}</span>
      {known && customer ? <Answer {...{ way: known, customer }} /> : <Skeleton width="24ch" />}
    </p>
  )
}

interface AnswerProps {
  way: InvoiceWay
  customer: Customer
}

function Answer({ way, customer }: AnswerProps) {
  if (way.kind === 'off')
    return (
      <Fact
        tone="trouble"
        icon={<MailX size={16} />}
        fact={text.invoices.off}
        detail={
          way.primary ? text.invoices.byHand(way.primary, way.address) : text.invoices.noPrimary
        }
      />
    )
  if (way.kind === 'nobody')
    return (
      <Fact
        tone="quiet"
        icon={<MailQuestionMark size={16} />}
        fact={text.invoices.nobody}
        detail={[
          way.primary ? text.invoices.noAddress(way.primary) : text.invoices.noPrimary,
          ...(customer.copies.length > 0 ? [text.invoices.copies(customer.copies)] : []),
        ].join(' · ')}
      />
    )
  return (
    <Fact
      tone="plain"
      icon={<Mail size={16} />}
      fact={way.kind === 'contact' ? way.primary : text.invoices.own}
      isData={way.kind === 'contact'}
      detail={[way.address, ...customer.copies].map(bidiIsolate).join(' · ')}
    />
  )
}

interface FactProps {
  tone: 'plain' | 'quiet' | 'trouble'
  icon: ReactNode
  fact: string
  detail?: string
  /** A name and addresses, and no sentence of ours. */
  isData?: boolean
}

function Fact({ tone, icon, fact, detail, isData }: FactProps) {
  return (
    <span className={css.fact} data-tone={tone}>
      <span className={css.head}>
        <span className={css.icon} aria-hidden>
          {icon}
        </span>
        <bdi className={css.name} translate={isData ? 'no' : undefined}>
          {fact}
        </bdi>
      </span>
      {detail && (
        <bdi className={css.detail} translate={isData ? 'no' : undefined}>
          {detail}
        </bdi>
      )}
    </span>
  )
}
