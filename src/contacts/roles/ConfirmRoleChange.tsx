import { ArrowRight } from 'lucide-react'
import type { FormDefinition } from '#contract/fields/field.ts'
import { invoiceAddressOf } from '#contract/fields/form.ts'
import { roleChangeText } from '#text/roleChangeText.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { shortcutOf } from '#ui/shortcut.ts'
import css from './ConfirmRoleChange.module.css'
import { ReasonField, useReason } from '#contacts/ReasonField.tsx'
import { primaryRole, type RoleTarget } from '#contacts/contactRoles.ts'
import type { Contact } from '#contract/fields/contact.ts'

interface Props {
  aim: RoleTarget
  from: Contact | null
  to: Contact
  form: FormDefinition
  workspaceName: string
  /** False: this customer's invoices are not mailed, whoever is primary. */
  mailed: boolean
  requiresReason: boolean
  onAgree(reason: string | undefined): void
  onCancel(): void
}

/** What will happen to the invoices, or whatever else moves, said before it happens. */
export function ConfirmRoleChange({
  aim,
  from,
  to,
  form,
  workspaceName,
  mailed,
  requiresReason,
  onAgree,
  onCancel,
}: Props) {
  const { withReason, field } = useReason(requiresReason)
  const agree = () => withReason(onAgree)
  const words = aim === 'primary' ? text.contacts : text.contacts.role(aim.label)
  const moving = aim === 'primary' ? roleChangeText : roleChangeText.role(aim.label)
  const allowedBy = (aim === 'primary' ? primaryRole(form) : aim)?.allowedBy
  return (
    <div
      className={css.strip}
      role="group"
      aria-label={words.makeName(to.name)}
      onKeyDown={(event) => {
        if (shortcutOf(event) !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <p className={css.sentence} id="move-role-sentence">
        <ArrowRight size={16} aria-hidden />
        <span>
          <span>{from ? moving.moves(from.name, to.name) : moving.movesTo(to.name)}</span>
          <span className={css.more}> {text.workspaces.in(workspaceName)}</span>
          {aim === 'primary' && !mailed && (
            <span className={css.warning}> {roleChangeText.notMailed}</span>
          )}
          {aim === 'primary' && mailed && !invoiceAddressOf(form, to) && (
            <span className={css.warning}> {roleChangeText.noEmail(to.name)}</span>
          )}
          {allowedBy && to.values[allowedBy] === false && (
            <span className={css.more}>
              {' '}
              {roleChangeText.allowsFirst(to.name, labelOf(form, allowedBy))}
            </span>
          )}
        </span>
      </p>
      {requiresReason && (
        <div className={css.reason}>
          <ReasonField field={field} autoFocus onEnter={agree} />
        </div>
      )}
      <span className={css.actions}>
        <Button
          tone="primary"
          size="small"
          autoFocus={!requiresReason}
          aria-describedby="move-role-sentence"
          onClick={agree}
        >
          {words.make}
        </Button>
        <Button size="small" onClick={onCancel}>
          {text.form.cancel}
        </Button>
      </span>
    </div>
  )
}

function labelOf(form: FormDefinition, name: string): string {
  return form.fields.find((field) => field.name === name)?.label ?? name
}
