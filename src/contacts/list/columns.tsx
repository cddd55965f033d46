import { Ellipsis, Link2, Star, TriangleAlert } from 'lucide-react'
import type { FormDefinition, ContactRole } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import type { Value } from '#contract/fields/kind.ts'
import { useKeysOf } from '#shortcuts/keymap.ts'
import { text } from '#text/text.ts'
import { Chip } from '#ui/basics/Chip.tsx'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { Menu } from '#ui/overlay/Menu.tsx'
import { DayCell } from '#ui/table/DayCell.tsx'
import { EmptyCell } from '#ui/table/EmptyCell.tsx'
import type { TableColumn } from '#ui/table/tableColumn.ts'
import css from './columns.module.css'
import { nameOf } from '#contacts/nameOf.ts'
import { addressOf, reachable } from '#contacts/reach.ts'
import { holds, otherRoles, rolesOf, type RoleTarget } from '#contacts/contactRoles.ts'
import type { Contact } from '#contract/fields/contact.ts'

interface Actions {
  onOpen(contact: string): void
  onAsk(contact: string, aim: RoleTarget): void
  onDelete(contact: Contact): void
  /** Puts an address or number on the clipboard. */
  onCopy(words: string): void
}

/**
 * Primary, name, roles where there are any, what the backend's form says, changed, more.
 * @param outside those that are shown although the filter leaves them out
 * @param actions null: there is nothing that whoever looks may do
 */
export function columnsOf(
  form: FormDefinition,
  outside: readonly Contact[],
  actions: Actions | null,
): TableColumn<Contact>[] {
  return [
    {
      id: 'primary',
      header: text.contacts.columns.primary,
      grow: 0,
      minWidth: 96,
      cell: (contact) => <PrimaryCell contact={contact} onAsk={actions?.onAsk} />,
    },
    {
      id: 'name',
      header: text.contacts.columns.name,
      grow: 3,
      sortable: true,
      cell: (contact) => <NameCell contact={contact} outside={outside.includes(contact)} />,
    },
    ...(form.roles.length > 0 ? [rolesColumn(form)] : []),
    ...form.columns.map((column): TableColumn<Contact> => ({
      id: column.field,
      header: form.fields.find(({ name }) => name === column.field)?.label ?? column.field,
      grow: column.grow,
      hideBelow: column.hideBelow,
      sortable: true,
      cell: (contact) => <TextCell value={shown(contact.values[column.field])} />,
    })),
    {
      id: 'changed',
      header: text.contacts.columns.changed,
      grow: 1,
      minWidth: 110,
      hideBelow: 900,
      sortable: true,
      cell: (contact) => <DayCell at={contact.changedAt} />,
    },
    ...(actions ? [actionsColumn(form, actions)] : []),
  ]
}

function actionsColumn(form: FormDefinition, actions: Actions): TableColumn<Contact> {
  return {
    id: 'actions',
    header: text.contacts.columns.actions,
    grow: 0,
    minWidth: 48,
    screenOnly: true,
    cell: (contact) => <ActionsCell contact={contact} form={form} {...actions} />,
  }
}

function rolesColumn(form: FormDefinition): TableColumn<Contact> {
  return {
    id: 'roles',
    header: text.contacts.columns.roles,
    grow: 1,
    // Room for all of them in one line.
    minWidth: 220,
    cell: (contact) => <RolesCell roles={rolesOf(form, contact)} />,
  }
}

function RolesCell({ roles }: { roles: readonly ContactRole[] }) {
  if (roles.length === 0) return <EmptyCell />
  const shared = roles.length > 1 && text.contacts.shared(roles.map(({ label }) => label))
  return (
    <span className={css.roles} title={shared || undefined}>
      {roles.map(({ id, label }) => (
        <Chip key={id}>{label}</Chip>
      ))}
      {shared && (
        <span className={css.shared}>
          <Link2 size={14} aria-hidden />
          <VisuallyHidden>{shared}</VisuallyHidden>
        </span>
      )}
    </span>
  )
}

function NameCell({ contact, outside }: { contact: Contact; outside: boolean }) {
  const name = (
    <bdi className={css.name} translate="no">
      {nameOf(contact)}
    </bdi>
  )
  if (!contact.incomplete && !outside) return name
  return (
    <span className={css.marked}>
      {name}
      {contact.incomplete && (
        <span className={css.mark} title={text.contacts.incomplete}>
          <TriangleAlert size={14} aria-hidden />
          <VisuallyHidden>{text.contacts.incomplete}</VisuallyHidden>
        </span>
      )}
      {outside && <Chip>{text.contacts.outsideFilter}</Chip>}
    </span>
  )
}

function PrimaryCell({ contact, onAsk }: { contact: Contact; onAsk?: Actions['onAsk'] }) {
  const keys = useKeysOf('makePrimary')
  if (contact.primary)
    return (
      <span className={css.primary}>
        <Star size={16} fill="currentColor" aria-hidden />
        {text.contacts.primary}
      </span>
    )
  if (!onAsk) return <EmptyCell />
  return (
    <IconButton
      aria-keyshortcuts={keys['aria-keyshortcuts']}
      label={text.contacts.makeName(nameOf(contact))}
      icon={<Star size={16} />}
      onClick={() => onAsk(contact.id, 'primary')}
    />
  )
}

function TextCell({ value }: { value: string }) {
  return value ? <bdi translate="no">{value}</bdi> : <EmptyCell />
}

function shown(value: Value | undefined): string {
  if (typeof value === 'boolean') return value ? text.contacts.yes : text.contacts.no
  return textOf(value)
}

function ActionsCell(props: Actions & { contact: Contact; form: FormDefinition }) {
  const { contact, form, onOpen, onAsk, onDelete, onCopy } = props
  return (
    <Menu
      label={text.contacts.more(nameOf(contact))}
      button={<Ellipsis size={16} aria-hidden />}
      items={[
        {
          id: 'edit',
          label: text.contacts.edit,
          onPick: () => onOpen(contact.id),
        },
        ...(contact.primary
          ? []
          : [
              {
                id: 'primary',
                label: text.contacts.make,
                onPick: () => onAsk(contact.id, 'primary'),
              },
            ]),
        ...otherRoles(form)
          .filter((role) => !holds(contact, role))
          .map((role) => ({
            id: role.id,
            label: text.contacts.role(role.label).make,
            onPick: () => onAsk(contact.id, role),
          })),
        ...reachable(form, contact).flatMap(({ name, kind, value }) => [
          {
            id: `copy ${name}`,
            label: text.contacts.copy(value),
            onPick: () => onCopy(value),
          },
          {
            id: `reach ${name}`,
            label: text.contacts.reach[kind](value),
            href: addressOf(kind, value),
          },
        ]),
        {
          id: 'delete',
          label: text.contacts.remove,
          tone: 'danger' as const,
          onPick: () => onDelete(contact),
        },
      ]}
    />
  )
}
