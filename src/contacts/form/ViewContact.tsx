import { useEffect, useEffectEvent } from 'react'
import type { FormDefinition } from '#contract/fields/field.ts'
import { fieldsFor, draftOf } from '#contract/fields/form.ts'
import { editText } from '#text/editText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Chip } from '#ui/basics/Chip.tsx'
import { useNotices } from '#ui/notices/Notices.tsx'
import { Panel } from '#ui/dialog/Panel.tsx'
import { actionOf } from '#shortcuts/keymap.ts'
import { CurrentValues } from '#contacts/conflict/CurrentValues.tsx'
import type { Contact } from '#contract/fields/contact.ts'

interface Props {
  form: FormDefinition
  /** Null: somebody meant to make one. */
  contact: Contact | null
  modal: boolean
  onClose(): void
}

/** A contact for whoever may only look: what it holds, to be read and copied. */
export function ViewContact({ form, contact, modal, onClose }: Props) {
  const fields = fieldsFor(form, 'edit')
  useKeysThatSave()
  return (
    <Panel
      title={contact?.name ?? text.contacts.new}
      modal={modal}
      wide={form.wide}
      onClose={onClose}
      header={contact?.primary && <Chip tone="accent">{editText.isPrimary}</Chip>}
    >
      <Banner tone="info">{text.desk.onlyLook}</Banner>
      {contact?.incomplete && <Banner tone="warning">{text.contacts.incomplete}</Banner>}
      {contact && <CurrentValues fields={fields} now={draftOf(fields, contact)} />}
    </Panel>
  )
}

/** The keys that would save a form only say that there is nothing to save. */
function useKeysThatSave(): void {
  const { showNotice } = useNotices()
  const refuse = useEffectEvent(() => showNotice({ tone: 'trouble', message: text.desk.onlyLook }))
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.repeat) return
      const action = actionOf(event)
      if (action !== 'save' && action !== 'saveAndNew') return
      event.preventDefault()
      refuse()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
