import {
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Capabilities } from '#contract/backend/backend.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { isAbsentCall } from '#contract/api/apiError.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { rowStepOf, useKeysOf } from '#shortcuts/keymap.ts'
import { useShortcuts } from '#shortcuts/useShortcuts.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { SearchBox } from '#ui/form/SearchBox.tsx'
import { useCopy } from '#ui/notices/useCopy.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { Table, type TableHandle } from '#ui/table/Table.tsx'
import { columnsOf } from './columns.tsx'
import css from './ContactList.module.css'
import { withMoves } from '#contacts/contactsCache.ts'
import { useContacts } from '#contacts/contactsQuery.ts'
import { applyDensity, rememberedDensity } from '#contacts/density.ts'
import { nameOf } from '#contacts/nameOf.ts'
import { matching, ordered, type View } from './sortAndFilter.ts'
import {
  ConfirmRoleChange,
  CreatedHere,
  DeleteContact,
  DensityMenu,
  KeptPlace,
  ListTroubles,
  NobodyYet,
  NothingMatches,
  RowNote,
} from '#contacts/lazyParts.tsx'
import { holds, rolesOf, type RoleTarget } from '#contacts/contactRoles.ts'
import { useRoleChange } from '#contacts/roles/useRoleChange.ts'
import { useSavedSince } from './useSavedSince.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

interface Props {
  workspace: string
  /** What people call it. */
  workspaceName: string
  customer: Customer | null
  customerId: string
  form: FormDefinition
  /** Deleting and moving who gets the invoice take a reason. */
  requiresReason: boolean
  capabilities: Omit<Capabilities, 'idempotency'>
  mayChange: boolean
  /** The contact whose panel is open. */
  selected: string | null
  view: View
  onView(view: View): void
  /** The row that is to get the focus, the first one for null; until `onWent`. */
  goTo: { contact: string | null } | null
  onWent(): void
  onOpen(contact: string): void
  /** The address at which a contact is open. */
  hrefOf(contact: string): string
  onNew(): void
  onGone(contact: string): void
}

const nobody: readonly Contact[] = []

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
  useLayoutEffect(() => applyDensity(rememberedDensity()), [])
  const filterBox = useRef<HTMLInputElement>(null)
  const filter = useDeferredValue(view.filter)
  const savedHere = useSavedSince(workspace, customerId, view.filter)
  const fitting = useMemo(
    () => matching(contacts ?? [], filter, phonesOf(form)),
    [contacts, filter, form],
  )
  const outside = useMemo(() => {
    const others = (contacts ?? []).filter(({ id }) => savedHere.has(id))
    return others.length > 0 ? others.filter((each) => !fitting.includes(each)) : nobody
  }, [contacts, fitting, savedHere])
  const rows = useMemo(
    () => ordered([...fitting, ...outside], view.sort),
    [fitting, outside, view.sort],
  )
  const table = useRef<TableHandle<Contact>>(null)
  const went = useEffectEvent(props.onWent)
  const { goTo } = props
  useEffect(() => {
    if (!goTo || !table.current) return
    table.current.goTo(goTo.contact)
    went()
  }, [goTo])
  useShortcuts({
    newContact: () => (mayChange ? props.onNew() : refuse()),
    filter: () => filterBox.current?.focus(),
    openContact: () => withRow(({ id }) => onOpen(id)),
    makePrimary: () =>
      mayChange
        ? withRow(({ id, primary }) => !primary && setAsking({ contact: id, aim: 'primary' }))
        : refuse(),
    nextRow: toList,
    previousRow: toList,
  })
  const copy = useCopy()
  const filterKeys = useKeysOf('filter')['aria-keyshortcuts']
  const openKeys = useKeysOf('openContact')['aria-keyshortcuts']
  const columns = useMemo(
    () =>
      columnsOf(
        form,
        outside,
        mayChange
          ? {
              onOpen,
              onAsk: (contact, aim) => setAsking({ contact, aim }),
              onDelete: setDeleting,
              onCopy: (words) => void copy(words, text.contacts.copied(words)),
            }
          : null,
      ),
    [form, outside, mayChange, onOpen, setAsking, setDeleting, copy],
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
        <SearchBox
          ref={filterBox}
          label={text.contacts.filter}
          placeholder={text.contacts.filterPlaceholder}
          clearLabel={text.contacts.clearFilter}
          aria-keyshortcuts={filterKeys}
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
      {contacts && (primaries.length > 1 || gap || error) && (
        <div className={css.said}>
          <ListTroubles primaries={primaries} gap={gap} error={error} onRetry={retry} />
        </div>
      )}
      <Table<Contact>
        ref={table}
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
        rowHref={({ id }) => props.hrefOf(id)}
        stepOf={rowStepOf}
        openKeys={openKeys}
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
                  note.reason,
                )
              }
            />
          ))
        }}
        empty={
          view.filter ? (
            <NothingMatches
              filter={view.filter}
              onClear={() => props.onView({ ...view, filter: '' })}
            />
          ) : (
            <NobodyYet onNew={mayChange ? props.onNew : undefined} />
          )
        }
      />
      <KeptPlace id={JSON.stringify([workspace, customerId, view])} table={table} />
      {deleting && (
        <DeleteContact
          key={deleting.id}
          workspace={workspace}
          workspaceName={props.workspaceName}
          customer={props.customer}
          customerId={customerId}
          contact={deleting}
          form={form}
          reason={reasonToKeep(deleting)}
          requiresReason={props.requiresReason}
          onClose={() => setDeleting(null)}
          onDeleted={props.onGone}
        />
      )}
    </div>
  )

  function refuse() {
    showNotice({ tone: 'trouble', message: text.desk.onlyLook })
  }

  function withRow(act: (contact: Contact) => void) {
    const contact = table.current?.current()
    if (contact) act(contact)
  }

  function toList() {
    withRow(({ id }) => table.current?.goTo(id))
  }

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
        workspaceName={props.workspaceName}
        requiresReason={props.requiresReason && aim === 'primary'}
        onCancel={() => setAsking(null)}
        onAgree={(reason) => {
          setAsking(null)
          move(contact, aim, seenHolder(aim, contact), reason)
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

function phonesOf({ fields }: FormDefinition): string[] {
  return fields.filter(({ kind }) => kind === 'phone').map(({ name }) => name)
}
