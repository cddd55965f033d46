import { UserPlus, X } from 'lucide-react'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import type { Capabilities } from '#contract/backend/backend.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { isAbsentCall } from '#contract/api/apiError.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { useNotices } from '#ui/notices/Notices.tsx'
import { shortcutOf } from '#ui/shortcut.ts'
import { Table } from '#ui/table/Table.tsx'
import { columnsOf } from './columns.tsx'
import css from './ContactList.module.css'
import { withMoves } from '#contacts/contactsCache.ts'
import { useContacts } from '#contacts/contactsQuery.ts'
import { DensityMenu } from './DensityMenu.tsx'
import { FilterBox } from './FilterBox.tsx'
import { ConfirmRoleChange } from '#contacts/roles/ConfirmRoleChange.tsx'
import { nameOf } from '#contacts/nameOf.ts'
import { matching, ordered, type View } from './sortAndFilter.ts'
import { CreatedHere, DeleteContact, PartsAhead } from '#contacts/lazyParts.tsx'
import { holds, rolesOf, type RoleTarget } from '#contacts/contactRoles.ts'
import { useRoleChange } from '#contacts/roles/useRoleChange.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

interface Props {
  workspace: string
  customer: Customer | null
  customerId: string
  form: FormDefinition
  capabilities: Omit<Capabilities, 'idempotency'>
  mayChange: boolean
  /** The contact whose panel is open. */
  selected: string | null
  view: View
  onView(view: View): void
  onOpen(contact: string): void
  onNew(): void
  onGone(contact: string): void
}

/** Who is there, who is primary, and the two changes that need no form. */
export function ContactList(props: Props) {
  const { workspace, customerId, form, mayChange, view, onOpen } = props
  const { showNotice } = useNotices()
  const { contacts: told, complete, gap, error, retry } = useContacts(workspace, customerId)
  const { move, moves, notes, drop } = useRoleChange(workspace, customerId, form)
  const contacts = useMemo(() => told && withMoves(told, moves), [told, moves])
  const primaries = contacts?.filter((contact) => contact.primary) ?? []
  const [asking, setAsking] = useState<{ contact: string; aim: RoleTarget } | null>(null)
  const [deleting, setDeleting] = useState<Contact | null>(null)
  const filterBox = useRef<HTMLInputElement>(null)
  const filter = useDeferredValue(view.filter)
  const rows = useMemo(
    () => ordered(matching(contacts ?? [], filter), view.sort),
    [contacts, filter, view.sort],
  )
  const columns = useMemo(
    () =>
      columnsOf(
        form,
        mayChange
          ? {
              onOpen,
              onAsk: (contact, aim) => setAsking({ contact, aim }),
              onDelete: setDeleting,
            }
          : null,
      ),
    [form, mayChange, onOpen, setAsking, setDeleting],
  )

  if (error && !contacts && isAbsentCall(error))
    return (
      <CreatedHere
        workspace={workspace}
        customerId={customerId}
        form={form}
        why={sentenceOfError(error)}
        onNew={mayChange ? props.onNew : undefined}
        onRetry={retry}
      />
    )
  if (error && !contacts)
    return (
      <EmptyState
        title={text.contacts.failed}
        body={sentenceOfError(error)}
        actions={<Button onClick={retry}>{text.trouble.retry}</Button>}
      />
    )

  return (
    <div className={css.list}>
      <div className={css.bar}>
        <FilterBox
          ref={filterBox}
          value={view.filter}
          onChange={(text) => props.onView({ ...view, filter: text })}
        />
        <span className={css.count} role="status">
          {contacts && complete && (
            <span key={`${rows.length} of ${contacts.length}`}>
              {text.contacts.count(rows.length, contacts.length)}
            </span>
          )}
          {contacts && !complete && !error && <span>{text.contacts.loadingMore}</span>}
        </span>
        <span className={css.density}>
          <DensityMenu />
        </span>
      </div>
      {primaries.length > 1 && (
        <div className={css.said}>
          <Banner tone="trouble">
            {text.contacts.severalPrimaries(primaries.map(({ name }) => name))}
          </Banner>
        </div>
      )}
      {gap && (
        <div className={css.said}>
          <Banner tone="warning">{text.contacts.gap[gap]}</Banner>
        </div>
      )}
      {error && contacts && (
        <div className={css.said}>
          <Banner tone="trouble" actions={<Button onClick={retry}>{text.trouble.retry}</Button>}>
            {text.contacts.failedRest}. {sentenceOfError(error)}
          </Banner>
        </div>
      )}
      <Table<Contact>
        caption={text.contacts.table}
        columns={columns}
        rows={rows}
        rowKey={(contact) => contact.id}
        rowName={nameOf}
        sort={view.sort}
        onSort={(column) =>
          props.onView({
            ...view,
            sort: { column, descending: view.sort.column === column && !view.sort.descending },
          })
        }
        onOpen={(contact) => props.onOpen(contact.id)}
        selectedKey={props.selected}
        loading={contacts ? undefined : 8}
        strip={stripFor(rows.find(({ id }) => id === asking?.contact))}
        rowNote={(contact) => {
          const here = notes.filter((note) => note.contact === contact.id)
          if (here.length === 0) return null
          return here.map((note) => (
            <RowNote
              key={note.aim === 'primary' ? '' : note.aim.id}
              message={note.message}
              aside={note.aside}
              onDismiss={() => drop(note)}
              onAgain={() =>
                move(
                  contact,
                  note.aim,
                  note.holder === undefined ? seenHolder(note.aim, contact) : note.holder,
                )
              }
            />
          ))
        }}
        onRowKey={(event, contact) => {
          const shortcut = shortcutOf(event)
          if (!mayChange && (shortcut === 'p' || shortcut === 'c'))
            showNotice({ tone: 'trouble', message: text.desk.onlyLook })
          else if (shortcut === 'p' && !contact.primary)
            setAsking({ contact: contact.id, aim: 'primary' })
          else if (shortcut === 'e') props.onOpen(contact.id)
          else if (shortcut === 'c') props.onNew()
          else if (shortcut === '/') filterBox.current?.focus()
          else return
          event.preventDefault()
        }}
        empty={
          view.filter ? (
            <NothingMatches view={view} onView={props.onView} />
          ) : (
            <NobodyYet onNew={mayChange ? props.onNew : undefined} />
          )
        }
      />
      <PartsAhead />
      {deleting && (
        <DeleteContact
          key={deleting.id}
          workspace={workspace}
          customer={props.customer}
          customerId={customerId}
          contact={deleting}
          form={form}
          reason={reasonToKeep(deleting)}
          onClose={() => setDeleting(null)}
          onDeleted={props.onGone}
        />
      )}
    </div>
  )

  function stripFor(contact: Contact | undefined) {
    if (!contact || !asking) return null
    const { aim } = asking
    const content = (
      <ConfirmRoleChange
        aim={aim}
        from={holderOf(aim, contact)}
        to={contact}
        form={form}
        mailed={props.customer?.mailsInvoices !== false}
        onCancel={() => setAsking(null)}
        onAgree={() => {
          setAsking(null)
          move(contact, aim, seenHolder(aim, contact))
        }}
      />
    )
    return { rowKey: contact.id, content }
  }

  /** Who has it now, besides whoever shall have it. */
  function holderOf(aim: RoleTarget, to: Contact): Contact | null {
    return contacts?.find((other) => holds(other, aim) && other.id !== to.id) ?? null
  }

  /** The same as it is compared before it moves: by id; null: no contact; undefined: not known yet. */
  function seenHolder(aim: RoleTarget, to: Contact): string | null | undefined {
    return holderOf(aim, to)?.id ?? (complete ? null : undefined)
  }

  /** Some backends keep whoever is something for the customer. */
  function reasonToKeep(contact: Contact): string | undefined {
    if (props.capabilities.removeHolder) return undefined
    const held = rolesOf(form, contact).map(({ label }) => label)
    return held.length > 0 ? text.contacts.keptFor(contact.name, held) : undefined
  }
}

interface RowNoteProps {
  message: string
  aside: string
  onDismiss(): void
  onAgain(): void
}

function RowNote({ message, aside, onDismiss, onAgain }: RowNoteProps) {
  return (
    <span className={css.note} role="alert">
      <span className={css.message}>
        <span>{message}</span> <small className={css.code}>{aside}</small>
      </span>
      <Button size="small" onClick={onAgain}>
        {text.contacts.moveAgain}
      </Button>
      <IconButton label={text.trouble.close} icon={<X size={14} />} onClick={onDismiss} />
    </span>
  )
}

/** @param onNew left out for whoever may only look */
function NobodyYet({ onNew }: { onNew: (() => void) | undefined }) {
  return (
    <EmptyState
      title={text.contacts.empty}
      body={onNew ? text.contacts.emptyBody : text.desk.onlyLook}
      actions={
        onNew && (
          <Button tone="primary" icon={<UserPlus size={16} />} onClick={onNew}>
            {text.contacts.new}
          </Button>
        )
      }
    />
  )
}

function NothingMatches({ view, onView }: { view: View; onView(view: View): void }) {
  return (
    <EmptyState
      title={text.contacts.nothingMatches(view.filter)}
      actions={
        <Button onClick={() => onView({ ...view, filter: '' })}>{text.contacts.clearFilter}</Button>
      }
    />
  )
}
