import { useId, useRef, useState, type ReactNode } from 'react'
import type { Field, Section } from '#contract/fields/field.ts'
import { changesIn, schemaOf, unsaved } from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import type { Problem } from '#contract/api/refusal.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import type { Next } from '#form/useSubmit.ts'
import { resumed } from '#outbox/drafts/drafts.ts'
import type { Verdict, Write } from '#outbox/submission.ts'
import type { Kept } from '#outbox/drafts/savedDraft.ts'
import { useDrafts, useEnd, useOutbox, useStanding } from '#outbox/OutboxContext.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { goTo } from '#ui/basics/focusElement.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { later } from '#ui/basics/lazyWithRetry.tsx'
import { Panel } from '#ui/dialog/Panel.tsx'
import { timeOf } from '#contacts/changedText.ts'
import { codeLine } from '#contacts/saving/supportCodeText.ts'
import type { Choices } from '#contacts/conflict/ConflictBox.tsx'
import { changedSince } from '#contacts/conflict/conflicts.ts'
import { LeaveForm, LeftDraft, SupportOf, UnresolvedSave } from '#contacts/lazyParts.tsx'
import { problemsOf } from './problemsOf.ts'
import { typedText } from '#contacts/drafts/draftAsText.ts'
import { settled, useConflict, type Found } from '#contacts/conflict/useConflict.ts'
import { useErrandOf } from '#contacts/saving/useSubmission.ts'
import { useLeftDraft } from '#contacts/drafts/useSavedDraft.ts'
import { useWrite } from '#contacts/saving/useWrite.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** Most edits meet nobody else's. Should it not come, at least the reason is there. */
const TheirChanges = later(
  async () => (await import('#contacts/conflict/RemoteChanges.tsx')).TheirChanges,
  <Banner tone="warning">{text.conflict.title}</Banner>,
)

export interface Saved {
  /** What was sent, which need not be what stands in the form by now. */
  sent: Values
  /** The wish that saved it. */
  intent: string
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
  writeOf(values: Values): Write | null
  onSaved(contact: Contact, saved: Saved): void
  /** Somebody else made this of the contact meanwhile: from now on the form stands on that. */
  onTheirs?(theirs: Values): void
  onUnchanged(): void
  onClose(): void
}

/** A form in a panel, from opening it to the moment its contact is saved. */
export function ContactPanel(props: Props) {
  const id = useId()
  const drafts = useDrafts()
  const outbox = useOutbox()
  const { say } = useNotices()
  const [kept] = useState(() => drafts.get(props.draftKey))
  const [intent, setIntent] = useState(() => kept?.intent ?? outbox.newIntent())
  const standing = useStanding(intent)
  const errand = useErrandOf(intent)
  const pressed = errand?.form?.pressed ?? null
  const [start, setStart] = useState({
    round: 0,
    draft: kept ? resumed(kept, props.opened) : props.opened,
    resumed: kept?.at ?? null,
  })
  const [problems, setProblems] = useState<readonly Problem[]>(noProblems)
  const conflict = useConflict(
    props.fields,
    props.opened,
    kept && !outbox.standing(kept.intent) ? kept : undefined,
  )
  const [asking, setAsking] = useState<{ underWay: boolean } | null>(null)
  // Its question is over with the errand. Another one under the same finger would throw text away.
  if (asking?.underWay && !standing) setAsking(null)
  const next = useRef<Next>('close')
  const write = useWrite(props.workspace)
  const [offer, setOffer, isOfferSaving] = useLeftDraft(props.draftKey, resume)
  useEnd(intent, settle)

  /** Changed by somebody else, and not what has to be settled anyway. */
  const since = changedSince(props.fields, props.opened, props.now ?? {}).filter(
    (field) => !conflict.found?.conflicts.some((each) => each.field === field),
  )

  function save(values: Values, draft: Draft, andThen: Next) {
    // What somebody else wrote is not overwritten before somebody has looked at it.
    if (conflict.found) return goTo(`${id}-conflict`, 'nearest')
    const wanted = props.writeOf(values)
    if (!wanted) {
      drafts.drop(props.draftKey)
      return props.onUnchanged()
    }
    setProblems(noProblems)
    next.current = andThen
    keep(draft)
    void drafts.settled()
    const form = { place: props.draftKey, pressed: draft }
    void write.mutateAsync({ intent, write: wanted, about: props.about, form })
    return undefined
  }

  function settle(verdict: Verdict) {
    // What stands there now: somebody may have gone on typing since Save was pressed.
    const typed = typedNow()
    if (verdict.kind === 'refused') {
      const { refusal } = verdict
      const was = draftHere()?.base
      const isConflict = refusal.kind === 'changed' && conflict.refused(refusal.theirs, typed, was)
      if (!isConflict) setProblems(problemsOf(refusal))
      // What was theirs is no longer in the form: the next press stands on what is there now.
      if (!isConflict && refusal.kind === 'changed') props.onTheirs?.(refusal.theirs)
    }
    // Never learned what became of it (`useEnds` says so): what was typed may be pressed again.
    if (verdict.kind === 'left') setIntent(drafts.renew(props.draftKey, intent))
    if (verdict.kind !== 'saved' || !('values' in verdict.sent)) return
    if (!verdict.contact) {
      if (pressed && Object.keys(changesIn(typed, pressed)).length > 0)
        return goOnUnseen(typed, pressed)
      say({ tone: 'done', message: text.save.savedUnseen, aside: codeLine(intent) })
      drafts.finish(props.draftKey, intent)
      return props.onClose()
    }
    const sent = verdict.sent.values
    const left = unsaved(props.fields, typed, { ...props.stored, ...sent })
    setIntent(outbox.newIntent())
    // First to where it goes on, then away from here.
    props.onSaved(verdict.contact, { sent, intent, left, next: next.current })
    drafts.finish(props.draftKey, intent)
  }

  /** Which contact it became cannot be told, so what was typed since stays what it is: a draft. */
  function goOnUnseen(typed: Draft, pressed: Draft) {
    const fresh = outbox.newIntent()
    drafts.keep(props.draftKey, { draft: typed, base: pressed, intent: fresh })
    drafts.finish(props.draftKey, intent)
    setIntent(fresh)
    say({ tone: 'trouble', message: text.save.savedUnseenKept, aside: codeLine(intent) })
  }

  function typedNow(): Draft {
    const here = drafts.get(props.draftKey)
    return here ? resumed(here, props.opened) : start.draft
  }

  /** The draft of this wish, which may have been made before the form was opened again. */
  function draftHere(): Kept | undefined {
    const here = drafts.get(props.draftKey)
    return here?.intent === intent ? here : undefined
  }

  /** While it is on its way, what the draft was made on is what a refusal is compared with. */
  function keep(draft: Draft) {
    const base = (outbox.standing(intent) && draftHere()?.base) ?? conflict.base
    drafts.keep(props.draftKey, { draft, base, intent })
  }

  /** What was typed since stays on disk, under the wish it was typed for. */
  function resume(left: Kept) {
    drafts.takeUp(props.draftKey, left)
    setOffer(null)
    setIntent(left.intent)
    setProblems(noProblems)
    if (!outbox.standing(left.intent)) conflict.resumed(left)
    setStart({ round: start.round + 1, draft: resumed(left, props.opened), resumed: left.at })
  }

  /** The form goes on with what was chosen; what is the same on both sides is no longer a change. */
  function settleConflict(found: Found, choices: Choices) {
    const draft = settled(found, choices)
    if (Object.keys(changesIn(draft, found.now)).length > 0)
      drafts.keep(props.draftKey, { draft, base: found.now, intent })
    else drafts.drop(props.draftKey)
    goTo(`${id}-save`, 'nearest', () => {
      props.onTheirs?.(found.theirs)
      conflict.none()
      setStart({ round: start.round + 1, draft, resumed: null })
    })
  }

  function close() {
    if (drafts.get(props.draftKey)) setAsking({ underWay: standing !== null })
    else props.onClose()
  }

  function startOver() {
    drafts.drop(props.draftKey)
    conflict.none()
    setIntent(outbox.newIntent())
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
      {props.intro}
      {start.resumed && !standing && (
        <Banner
          tone="info"
          actions={
            <Button size="small" onClick={startOver}>
              {text.save.startOver}
            </Button>
          }
        >
          {text.save.resumed(timeOf(start.resumed))}
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
                  void drafts.forget(offer.intent)
                }
          }
        />
      )}
      {standing && (
        <UnresolvedSave
          standing={standing}
          errand={errand}
          typed={() => typedText(props.fields, typedNow())}
          onNow={() => outbox.tryNow(intent)}
          onStop={() => outbox.stop(intent)}
          onGiveUp={() => outbox.giveUp(intent)}
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
        problemsAside={errand && <SupportOf errand={errand} state="rejected" />}
        notes={props.notes}
        suggestions={props.suggestions}
        busy={standing !== null}
        busyLabel={standing ? busyLabels[standing.kind] : undefined}
        another={props.another}
        onSave={save}
        saveId={`${id}-save`}
        onDraft={(draft) => {
          conflict.typed(draft)
          if (standing || Object.keys(changesIn(draft, props.opened)).length > 0) keep(draft)
          else drafts.drop(props.draftKey)
        }}
        onCancel={close}
      />
      {asking && (
        <LeaveForm
          standing={standing}
          onStay={() => setAsking(null)}
          onLeave={() => {
            if (!asking.underWay && !standing) drafts.drop(props.draftKey)
            props.onClose()
          }}
        />
      )}
    </Panel>
  )
}

const noProblems: [] = []

const busyLabels = {
  saving: text.form.saving,
  checking: text.save.checking,
  waiting: text.save.onHold,
}
