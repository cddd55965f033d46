import { schemaOf } from '#contract/fields/form.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import { formatTime } from '#text/format.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import { Panel } from '#ui/dialog/Panel.tsx'
import { draftAsText } from '#contacts/drafts/draftAsText.ts'
import { LeaveForm, LeftDraft, MayExist, SupportOf, UnresolvedSave } from '#contacts/lazyParts.tsx'
import type { ContactFormProps } from './contactFormProps.ts'
import { useContactForm } from './useContactForm.ts'

/** Most edits meet no other person's. If the chunk does not load, at least the title is shown. */
const RemoteChanges = lazyWithRetry(
  async () => (await import('#contacts/conflict/RemoteChanges.tsx')).RemoteChanges,
  <Banner tone="warning">{text.conflict.title}</Banner>,
)

/** A form in a panel, from opening it until its contact is saved. */
export function ContactForm(props: ContactFormProps) {
  const form = useContactForm(props)
  const doubted = form.mayExist.contact
  const { ids, start, status, item, conflict, mayExist, offer, asking } = form
  return (
    <Panel
      title={props.title}
      modal={props.modal}
      wide={props.wide}
      onClose={form.close}
      header={props.header}
    >
      {(conflict.found || conflict.since.length > 0) && (
        <RemoteChanges
          id={ids.conflict}
          found={conflict.found}
          since={conflict.since}
          now={props.now}
          onSettle={conflict.settle}
        />
      )}
      {doubted && (
        <MayExist
          key={doubted.id}
          id={ids.mayExist}
          workspace={props.workspace}
          submissionId={form.submissionId}
          fields={props.fields}
          contact={doubted}
          onIsThis={() => mayExist.isThis(doubted)}
          onSaveAsNew={() => mayExist.saveAsNew(doubted)}
        />
      )}
      {props.intro}
      {start.resumed && !status && (
        <Banner
          tone="info"
          actions={
            <Button size="small" onClick={form.startOver}>
              {text.save.startOver}
            </Button>
          }
        >
          {text.save.resumed(formatTime(start.resumed))}
        </Banner>
      )}
      {offer && <LeftDraft left={offer.draft} onResume={offer.resume} onDiscard={offer.discard} />}
      {status && (
        <UnresolvedSave
          status={status}
          item={item}
          typed={() => draftAsText(props.fields, form.typedNow())}
          onNow={form.tryNow}
          onStop={form.stop}
          onGiveUp={form.giveUp}
        />
      )}
      <FieldsForm
        key={start.round}
        name={props.title}
        fields={props.fields}
        sections={props.sections}
        draft={start.draft}
        schema={schemaOf(props.fields, props.stored)}
        stored={props.stored && props.opened}
        problems={form.problems}
        problemsAside={item && <SupportOf item={item} state="rejected" />}
        notes={props.notes}
        suggestions={props.suggestions}
        busy={status !== null}
        busyLabel={status ? busyLabels[status.kind] : undefined}
        another={props.another}
        onSave={form.save}
        saveId={ids.save}
        onDraft={form.onDraft}
        onCancel={form.close}
      />
      {asking && <LeaveForm status={status} onStay={asking.stay} onLeave={asking.leave} />}
    </Panel>
  )
}

const busyLabels = {
  saving: text.form.saving,
  checking: text.save.checking,
  waiting: text.save.onHold,
}
