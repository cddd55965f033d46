import { Pencil, Star, Trash2, TriangleAlert, Undo2, UserCheck, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { FormDefinition } from '#contract/fields/field.ts'
import { supportCodeOf } from '#contract/api/supportCode.ts'
import { canCancel } from '#outbox/submission.ts'
import { useOutbox, useSubmissionStatus } from '#outbox/OutboxContext.ts'
import { waitingTitle } from '#outbox/waitingText.ts'
import { pendingText } from '#text/pendingText.ts'
import { formatRecent } from '#text/format.ts'
import { changesText } from '#text/changesText.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { Chip } from '#ui/basics/Chip.tsx'
import { AskedContact } from './AskedContact.tsx'
import { isOpen, mayUndo, opens, type Change } from './change.ts'
import css from './ChangesTray.module.css'
import { CompareContacts } from './CompareContacts.tsx'
import { CopyForSupport } from './CopyForSupport.tsx'
import type { Places } from './places.ts'
import type { Contact } from '#contract/fields/contact.ts'

interface Props extends Places {
  change: Change
  form: FormDefinition | undefined
  mayChange: boolean
  onUndo(change: Change): Promise<void>
  onDelete(customer: string, contact: Contact, submissionId: string): void
  onGone(contact: string): void
  onClose(): void
}

const icons = {
  create: UserPlus,
  update: Pencil,
  remove: Trash2,
  primary: Star,
  role: UserCheck,
  undo: Undo2,
}

/** One change: what, to whom, when, what became of it, and what can be done about it. */
export function ChangeRow(props: Props) {
  const { change, form, mayChange, onClose } = props
  const name = nameOf(props)
  const did = changesText.did[change.op]
  const Icon = icons[change.op]
  return (
    <li className={css.row} tabIndex={-1} aria-label={`${did}: ${name}`}>
      <Icon className={css.icon} size={16} aria-hidden />
      <div className={css.what}>
        <p className={css.head}>
          <bdi translate="no" className={css.name}>
            {name}
          </bdi>
          {change.state !== 'succeeded' && <State state={change.state} />}
        </p>
        <p className={css.facts}>
          {change.undoes === null ? did : changesText.byUndo(did)}
          {' · '}
          <CustomerLink {...props} name={name} onClick={onClose} />
          {' · '}
          <span className={css.time}>
            {isOpen(change) ? changesText.since(formatRecent(change.at)) : formatRecent(change.at)}
          </span>
          {change.state === 'succeeded' && ` · ${changesText.states.succeeded}`}
        </p>
        {change.reason !== undefined && (
          <p className={css.facts}>{changesText.reason(change.reason)}</p>
        )}
        <Waiting submissionId={change.submissionId} />
        <p className={css.code}>{text.save.code(supportCodeOf(change.submissionId))}</p>
        {change.asked && mayChange && (
          <AskedContact
            workspace={props.workspace}
            submissionId={change.submissionId}
            contact={change.asked}
          />
        )}
        {change.duplicate !== null && change.duplicate !== change.asked?.id && (
          <div className={css.twice}>
            <Chip tone="warning" icon={<TriangleAlert size={12} aria-hidden />}>
              {change.state === 'rejected' || change.state === 'maybe'
                ? changesText.thereAfterAll
                : changesText.twice}
            </Chip>
            {form && mayChange && (
              <Compare {...props} form={form} name={name} duplicate={change.duplicate} />
            )}
          </div>
        )}
      </div>
      <div className={css.actions}>
        {isOpen(change) && <OnItsWay submissionId={change.submissionId} name={name} />}
        {mayChange && mayUndo(change) && <UndoButton {...props} name={name} />}
        <CopyForSupport workspace={props.workspace} change={change} name={name} />
      </div>
    </li>
  )
}

/** What this browser waits for, where that is another person's change. */
function Waiting({ submissionId }: { submissionId: string }) {
  const status = useSubmissionStatus(submissionId)
  if (status?.kind !== 'waiting' || status.why !== 'customer') return null
  return <p className={css.facts}>{waitingTitle(status)}</p>
}

/** Where nothing came of it, its receipt has no name; the list may know whom it was about. */
function nameOf({ change, contactName }: Props): string {
  const { name, customer, contact } = change
  return name ?? (contact && contactName(customer, contact)) ?? text.undo.nameless
}

function State({ state }: { state: Exclude<Change['state'], 'succeeded'> }) {
  const tone = {
    saving: 'warning',
    checking: 'warning',
    waiting: 'warning',
    rejected: 'trouble',
    maybe: 'warning',
    undone: 'plain',
  } as const
  return <Chip tone={tone[state]}>{changesText.states[state]}</Chip>
}

type LinkProps = Props & { name: string; onClick(): void }

function CustomerLink({ change, pathTo, customerName, name, onClick }: LinkProps) {
  const customer = customerName(change.customer) ?? change.customer
  const contact = opens(change) ? change.contact : null
  return (
    <Link
      className={css.customer}
      href={pathTo(change.customer, contact)}
      aria-label={
        contact === null ? changesText.openCustomer(customer) : changesText.openAt(name, customer)
      }
      onClick={onClick}
    >
      <bdi translate="no">{customer}</bdi>
    </Link>
  )
}

/**
 * What this browser is at can be hurried, given up while nothing was sent, and left to whoever has
 * looked once repeats are turned away for good.
 */
function OnItsWay({ submissionId, name }: { submissionId: string; name: string }) {
  const outbox = useOutbox()
  const status = useSubmissionStatus(submissionId)
  if (!status) return null
  const isWaiting = canCancel(status)
  if (status.kind === 'saving' && !isWaiting) return null
  const hurry = isWaiting ? pendingText.tryNow : pendingText.checkNow
  return (
    <>
      <Button
        size="small"
        aria-label={changesText.withName(hurry, name)}
        onClick={() => outbox.tryNow(submissionId)}
      >
        {hurry}
      </Button>
      {isWaiting && (
        <Button
          size="small"
          tone="quiet"
          aria-label={changesText.withName(pendingText.stop, name)}
          onClick={() => outbox.cancel(submissionId)}
        >
          {pendingText.stop}
        </Button>
      )}
      {status.kind === 'checking' && status.canAbandon && (
        <Button
          size="small"
          tone="quiet"
          aria-label={changesText.withName(pendingText.giveUp, name)}
          onClick={() => outbox.abandon(submissionId)}
        >
          {pendingText.giveUp}
        </Button>
      )}
    </>
  )
}

function UndoButton({ change, name, onUndo }: Props & { name: string }) {
  const [busy, setBusy] = useState(false)

  async function undo() {
    setBusy(true)
    await onUndo(change).finally(() => setBusy(false))
  }

  return (
    <Button
      size="small"
      aria-label={changesText.undo.of(changesText.did[change.op], name)}
      busy={busy ? changesText.undo.undoing : undefined}
      onClick={() => void undo()}
    >
      {text.undo.undo}
    </Button>
  )
}

type CompareProps = Props & { form: FormDefinition; name: string; duplicate: string }

function Compare({ change, workspace, form, name, duplicate, ...props }: CompareProps) {
  const [open, setOpen] = useState(false)
  if (change.contact === null) return null
  return (
    <>
      <Button
        size="small"
        aria-haspopup="dialog"
        aria-label={changesText.compareOf(name)}
        onClick={() => setOpen(true)}
      >
        {changesText.toCompare}
      </Button>
      {open && (
        <CompareContacts
          workspace={workspace}
          submissionId={change.submissionId}
          customer={change.customer}
          contacts={[change.contact, duplicate]}
          form={form}
          onDelete={props.onDelete}
          onGone={props.onGone}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
