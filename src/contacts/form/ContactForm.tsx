import { useId, useRef, useState, type ReactNode } from 'react'
import type { Field, Section } from '#contract/fields/field.ts'
import { changesIn, schemaOf, unsaved } from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import type { Problem, Refusal } from '#contract/api/refusal.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import type { Next } from '#form/useSubmit.ts'
import { resumed } from '#outbox/drafts/drafts.ts'
import type { SubmissionResult, SubmissionBody } from '#outbox/submission.ts'
import type { SavedDraft } from '#outbox/drafts/savedDraft.ts'
import {
  useDrafts,
  useSubmissionResult,
  useOutbox,
  useSubmissionStatus,
} from '#outbox/OutboxContext.ts'
import { formatTime } from '#text/format.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { focusElement } from '#ui/basics/focusElement.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import { Panel } from '#ui/dialog/Panel.tsx'
import { supportCodeText } from '#contacts/saving/supportCodeText.ts'
import type { Choices } from '#contacts/conflict/ConflictBox.tsx'
import { changedSince } from '#contacts/conflict/conflicts.ts'
import { LeaveForm, LeftDraft, MayExist, SupportOf, UnresolvedSave } from '#contacts/lazyParts.tsx'
import { problemsOf } from './problemsOf.ts'
import { draftAsText } from '#contacts/drafts/draftAsText.ts'
import { settled, useConflict, type Found } from '#contacts/conflict/useConflict.ts'
import { useSubmission } from '#contacts/saving/useSubmission.ts'
import { useSavedDraft } from '#contacts/drafts/useSavedDraft.ts'
import { useWrite } from '#contacts/saving/useWrite.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** Most edits meet nobody else's. Should it not come, at least the reason is there. */
const TheirChanges = lazyWithRetry(
  async () => (await import('#contacts/conflict/RemoteChanges.tsx')).RemoteChanges,
  <Banner tone="warning">{text.conflict.title}</Banner>,
)

export interface Saved {
  /** What was sent, which need not be what stands in the form by now. */
  sent: Values
  /** The submission that saved it. */
  submissionId: string
  /** What stands there and was not sent; null when it is all the same. */
  left: Draft | null
  next: Next
}

interface Props {
  title: string
  /** What a message elsewhere calls it. */
  about: string
  workspace: string
  customer: string
  /** Which draft this form keeps: one for each contact, and one for a new one. */
  draftKey: string
  fields: readonly Field[]
  sections: readonly Section[]
  /** What the form opens on; never read again, so that nothing typed is replaced. */
  opened: Draft
  /** What the contact holds; a new one holds nothing. */
  stored?: Values
  /** What the contact holds by now, as far as that is known. */
  now?: Draft
  modal: boolean
  wide?: boolean
  another?: boolean
  notes?: Partial<Record<string, ReactNode>>
  suggestions?: Record<string, readonly string[]>
  header?: ReactNode
  /** Something to know before anything is typed. */
  intro?: ReactNode
  /** What is to be written for these values; null when there is nothing to write. */
  writeOf(values: Values): SubmissionBody | null
  onSaved(contact: Contact, saved: Saved): void
  /** Another person made this of the contact meanwhile: from now on the form stands on that. */
  onTheirs?(theirs: Values): void
  /** This contact is the one that was to be made. */
  onIsThis?(contact: string): void
  onUnchanged(): void
  onClose(): void
}

/** A form in a panel, from opening it to the moment its contact is saved. */
export function ContactForm(props: Props) {
  const id = useId()
  const drafts = useDrafts()
  const outbox = useOutbox()
  const { showNotice } = useNotices()
  const [savedDraft] = useState(() => drafts.get(props.draftKey))
  const [submissionId, setSubmissionId] = useState(
    () => savedDraft?.submissionId ?? outbox.newSubmissionId(),
  )
  const status = useSubmissionStatus(submissionId)
  const item = useSubmission(submissionId)
  const submittedDraft = item?.form?.submittedDraft ?? null
  const [start, setStart] = useState({
    round: 0,
    draft: savedDraft ? resumed(savedDraft, props.opened) : props.opened,
    resumed: savedDraft?.at ?? null,
  })
  const [problems, setProblems] = useState<readonly Problem[]>(noProblems)
  const conflict = useConflict(
    props.fields,
    props.opened,
    savedDraft && !outbox.status(savedDraft.submissionId) ? savedDraft : undefined,
  )
  const [asking, setAsking] = useState<{ underWay: boolean } | null>(null)
  // Its question is over with the submission. Another one under the same finger would throw text away.
  if (asking?.underWay && !status) setAsking(null)
  /** A contact that may be the one that was to be made: it is to be decided before anything else. */
  const [doubted, setDoubted] = useState<Doubted | null>(null)
  /** The contacts that were said to be others. */
  const distinct = useRef<readonly string[]>([])
  const next = useRef<Next>('close')
  const write = useWrite(props.workspace)
  const [offer, setOffer, isOfferSaving] = useSavedDraft(props.draftKey, resume)
  useSubmissionResult(submissionId, onResult)

  /** Changed by another person, and not what has to be settled anyway. */
  const since = changedSince(props.fields, props.opened, props.now ?? {}).filter(
    (field) => !conflict.found?.conflicts.some((each) => each.field === field),
  )

  function save(values: Values, draft: Draft, andThen: Next) {
    // What another person wrote is not overwritten before somebody has looked at it.
    if (conflict.found) return focusElement(`${id}-conflict`, 'nearest')
    if (doubted && !distinct.current.includes(doubted.id))
      return focusElement(`${id}-doubted`, 'nearest')
    const wanted = distinctly(props.writeOf(values), distinct.current)
    if (!wanted) {
      drafts.discard(props.draftKey)
      return props.onUnchanged()
    }
    setProblems(noProblems)
    next.current = andThen
    keep(draft)
    void drafts.flush()
    const form = { place: props.draftKey, submittedDraft: draft }
    void write.mutateAsync({ id: submissionId, write: wanted, about: props.about, form })
    return undefined
  }

  function onResult(result: SubmissionResult) {
    // What stands there now: somebody may have gone on typing since Save was pressed.
    const typed = typedNow()
    if (result.kind === 'refused') {
      const { refusal } = result
      const was = draftHere()?.base
      const isConflict = refusal.kind === 'conflict' && conflict.refused(refusal, typed, was)
      if (refusal.kind === 'mayExist') setDoubted(refusal.contact)
      else if (!isConflict) setProblems(problemsOf(refusal))
      // What was theirs is no longer in the form: the next press stands on what is there now.
      if (!isConflict && refusal.kind === 'conflict') props.onTheirs?.(refusal.theirs)
    }
    // Never learned what became of it (`useSubmissionResults` says so): what was typed may be pressed again.
    if (result.kind === 'abandoned') setSubmissionId(drafts.rekey(props.draftKey, submissionId))
    if (result.kind !== 'saved' || !('values' in result.sent)) return
    if (!result.contact) {
      if (submittedDraft && Object.keys(changesIn(typed, submittedDraft)).length > 0)
        return goOnUnseen(typed, submittedDraft)
      showNotice({
        tone: 'done',
        message: text.save.savedUnseen,
        aside: supportCodeText(submissionId),
      })
      drafts.complete(props.draftKey, submissionId)
      return props.onClose()
    }
    const sent = result.sent.values
    const left = unsaved(props.fields, typed, { ...props.stored, ...sent })
    setSubmissionId(outbox.newSubmissionId())
    // First to where it goes on, then away from here.
    props.onSaved(result.contact, { sent, submissionId, left, next: next.current })
    drafts.complete(props.draftKey, submissionId)
  }

  /** Which contact it became cannot be told, so what was typed since stays what it is: a draft. */
  function goOnUnseen(typed: Draft, submittedDraft: Draft) {
    const fresh = outbox.newSubmissionId()
    drafts.keep(props.draftKey, { draft: typed, base: submittedDraft, submissionId: fresh })
    drafts.complete(props.draftKey, submissionId)
    setSubmissionId(fresh)
    showNotice({
      tone: 'trouble',
      message: text.save.savedUnseenKept,
      aside: supportCodeText(submissionId),
    })
  }

  function typedNow(): Draft {
    const here = drafts.get(props.draftKey)
    return here ? resumed(here, props.opened) : start.draft
  }

  /** The draft of this submission, which may have been made before the form was opened again. */
  function draftHere(): SavedDraft | undefined {
    const here = drafts.get(props.draftKey)
    return here?.submissionId === submissionId ? here : undefined
  }

  /** While it is on its way, what the draft was made on is what a refusal is compared with. */
  function keep(draft: Draft) {
    const base = (outbox.status(submissionId) && draftHere()?.base) ?? conflict.base
    drafts.keep(props.draftKey, { draft, base, submissionId })
  }

  /** What was typed since stays on disk, under the submission it was typed for. */
  function resume(left: SavedDraft) {
    drafts.adopt(props.draftKey, left)
    setOffer(null)
    setSubmissionId(left.submissionId)
    decided([])
    setProblems(noProblems)
    if (!outbox.status(left.submissionId)) conflict.resumed(left)
    setStart({ round: start.round + 1, draft: resumed(left, props.opened), resumed: left.at })
  }

  /** The form goes on with what was chosen; what is the same on both sides is no longer a change. */
  function settleConflict(found: Found, choices: Choices) {
    const draft = settled(found, choices)
    if (Object.keys(changesIn(draft, found.now)).length > 0)
      drafts.keep(props.draftKey, { draft, base: found.now, submissionId })
    else drafts.discard(props.draftKey)
    focusElement(`${id}-save`, 'nearest', () => {
      props.onTheirs?.(found.theirs)
      conflict.none()
      setStart({ round: start.round + 1, draft, resumed: null })
    })
  }

  function decided(others: readonly string[]) {
    distinct.current = others
    setDoubted(null)
  }

  /** As if Save had been pressed: what stands in the form is checked again. */
  function saveAsNew({ id: other }: Doubted) {
    decided([...distinct.current, other])
    document.getElementById(`${id}-save`)?.click()
  }

  function isThis({ id: contact }: Doubted) {
    drafts.discard(props.draftKey)
    props.onIsThis?.(contact)
  }

  function close() {
    if (drafts.get(props.draftKey)) setAsking({ underWay: status !== null })
    else props.onClose()
  }

  function startOver() {
    drafts.discard(props.draftKey)
    conflict.none()
    decided([])
    setSubmissionId(outbox.newSubmissionId())
    setProblems(noProblems)
    setStart({ round: start.round + 1, draft: props.opened, resumed: null })
  }

  return (
    <Panel
      title={props.title}
      modal={props.modal}
      wide={props.wide}
      onClose={close}
      header={props.header}
    >
      {(conflict.found || since.length > 0) && (
        <TheirChanges
          id={`${id}-conflict`}
          found={conflict.found}
          since={since}
          now={props.now}
          onSettle={settleConflict}
        />
      )}
      {doubted && !status && (
        <MayExist
          key={doubted.id}
          id={`${id}-doubted`}
          fields={props.fields}
          contact={doubted}
          onIsThis={() => isThis(doubted)}
          onSaveAsNew={() => saveAsNew(doubted)}
        />
      )}
      {props.intro}
      {start.resumed && !status && (
        <Banner
          tone="info"
          actions={
            <Button size="small" onClick={startOver}>
              {text.save.startOver}
            </Button>
          }
        >
          {text.save.resumed(formatTime(start.resumed))}
        </Banner>
      )}
      {offer && (
        <LeftDraft
          left={offer}
          onResume={() => resume(offer)}
          onDiscard={
            isOfferSaving
              ? undefined
              : () => {
                  setOffer(null)
                  void drafts.delete(offer.submissionId)
                }
          }
        />
      )}
      {status && (
        <UnresolvedSave
          status={status}
          item={item}
          typed={() => draftAsText(props.fields, typedNow())}
          onNow={() => outbox.tryNow(submissionId)}
          onStop={() => outbox.cancel(submissionId)}
          onGiveUp={() => outbox.abandon(submissionId)}
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
        problems={problems}
        problemsAside={item && <SupportOf item={item} state="rejected" />}
        notes={props.notes}
        suggestions={props.suggestions}
        busy={status !== null}
        busyLabel={status ? busyLabels[status.kind] : undefined}
        another={props.another}
        onSave={save}
        saveId={`${id}-save`}
        onDraft={(draft) => {
          conflict.typed(draft)
          if (status || Object.keys(changesIn(draft, props.opened)).length > 0) keep(draft)
          else drafts.discard(props.draftKey)
        }}
        onCancel={close}
      />
      {asking && (
        <LeaveForm
          status={status}
          onStay={() => setAsking(null)}
          onLeave={() => {
            if (!asking.underWay && !status) drafts.discard(props.draftKey)
            props.onClose()
          }}
        />
      )}
    </Panel>
  )
}

type Doubted = (Refusal & { kind: 'mayExist' })['contact']

/** A create that names the contacts that are others. */
function distinctly(
  write: SubmissionBody | null,
  others: readonly string[],
): SubmissionBody | null {
  if (write?.op !== 'create' || others.length === 0) return write
  return { ...write, distinctFrom: [...others] }
}

const noProblems: [] = []

const busyLabels = {
  saving: text.form.saving,
  checking: text.save.checking,
  waiting: text.save.onHold,
}
