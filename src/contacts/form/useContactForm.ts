import { useId, useRef, useState } from 'react'
import { changesIn, unsaved } from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import type { Problem } from '#contract/api/refusal.ts'
import type { Next } from '#form/useSubmit.ts'
import { resumed } from '#outbox/drafts/drafts.ts'
import type { SubmissionResult } from '#outbox/submission.ts'
import type { SavedDraft } from '#outbox/drafts/savedDraft.ts'
import {
  useDrafts,
  useSubmissionResult,
  useOutbox,
  useSubmissionStatus,
} from '#outbox/OutboxContext.ts'
import { text } from '#text/text.ts'
import { focusElement } from '#ui/basics/focusElement.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { supportCodeText } from '#contacts/saving/supportCodeText.ts'
import type { Choices } from '#contacts/conflict/ConflictBox.tsx'
import { settled, useConflict, type Found } from '#contacts/conflict/useConflict.ts'
import { useMayExist, type PossibleContact } from '#contacts/conflict/useMayExist.ts'
import { useSavedDraft } from '#contacts/drafts/useSavedDraft.ts'
import { useSubmission } from '#contacts/saving/useSubmission.ts'
import { problemsOf } from './problemsOf.ts'
import type { ContactFormProps } from './contactFormProps.ts'

/**
 * What a contact form does from opening to the saved contact: keeps the draft, sends the submission,
 * and settles a conflict or a possible duplicate before the next press of Save.
 */
export function useContactForm(props: ContactFormProps) {
  const id = useId()
  const ids = { conflict: `${id}-conflict`, mayExist: `${id}-mayExist`, save: `${id}-save` }
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
    props.comparison,
  )
  const [asking, setAsking] = useState<{ underWay: boolean } | null>(null)
  // The dialog closes with the submission: the next one, under the same finger, would discard text.
  if (asking?.underWay && !status) setAsking(null)
  const mayExist = useMayExist()
  const next = useRef<Next>('close')
  const [offer, setOffer, isOfferSaving] = useSavedDraft(props.draftKey, resume)
  useSubmissionResult(submissionId, onResult)

  /** Fields that another person has changed, without those in conflict. */
  const changed = props.comparison?.changedSince(props.fields, props.opened, props.now ?? {}) ?? []
  const since = changed.filter(
    (field) => !conflict.found?.conflicts.some((each) => each.field === field),
  )

  function save(values: Values, draft: Draft, andThen: Next) {
    // Another person's change is not overwritten before this person has seen it.
    if (conflict.found) return focusElement(ids.conflict, 'nearest')
    if (mayExist.isOpen()) return focusElement(ids.mayExist, 'nearest')
    const write = mayExist.withDistinct(props.writeOf(values))
    if (!write) {
      drafts.discard(props.draftKey)
      return props.onUnchanged()
    }
    setProblems(noProblems)
    next.current = andThen
    keep(draft)
    void drafts.flush()
    const form = { place: props.draftKey, submittedDraft: draft }
    const { workspace, about } = props
    void outbox.send({ workspace, id: submissionId, write, about, form })
    return undefined
  }

  function onResult(result: SubmissionResult) {
    // The person may have typed on since Save was pressed.
    const typed = typedNow()
    if (result.kind === 'refused') {
      const { refusal } = result
      const was = draftHere()?.base
      const isConflict = refusal.kind === 'conflict' && conflict.refused(refusal, typed, was)
      if (refusal.kind === 'mayExist') mayExist.ask(refusal.contact)
      else if (!isConflict) setProblems(problemsOf(refusal))
      // No conflict with what is typed now: the next press is compared with the other person's values.
      if (!isConflict && refusal.kind === 'conflict') props.onTheirs?.(refusal.theirs)
    }
    // The outcome stays unknown (`useSubmissionResults` says so), and what was typed may be saved again.
    if (result.kind === 'abandoned') setSubmissionId(drafts.rekey(props.draftKey, submissionId))
    if (result.kind !== 'saved' || !('values' in result.sent)) return
    if (!result.contact) {
      if (submittedDraft && Object.keys(changesIn(typed, submittedDraft)).length > 0)
        return keepWithoutContact(typed, submittedDraft)
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
    // The draft goes last, when the next form has taken over what is left of it.
    props.onSaved(result.contact, { sent, submissionId, left, next: next.current })
    drafts.complete(props.draftKey, submissionId)
  }

  /** Saved, but which contact it became is unknown: what was typed since stays a draft. */
  function keepWithoutContact(typed: Draft, submittedDraft: Draft) {
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

  /** The draft of this submission; it may be older than this form. */
  function draftHere(): SavedDraft | undefined {
    const here = drafts.get(props.draftKey)
    return here?.submissionId === submissionId ? here : undefined
  }

  /** During a save the base of the draft stays: a refusal is compared with it. */
  function keep(draft: Draft) {
    const base = (outbox.status(submissionId) && draftHere()?.base) ?? conflict.base
    drafts.keep(props.draftKey, { draft, base, submissionId })
  }

  /** Opens the offered draft. What was typed here stays on disk, under its own submission. */
  function resume(left: SavedDraft) {
    drafts.adopt(props.draftKey, left)
    setOffer(null)
    setSubmissionId(left.submissionId)
    mayExist.reset()
    setProblems(noProblems)
    if (!outbox.status(left.submissionId)) conflict.resumed(left)
    setStart({ round: start.round + 1, draft: resumed(left, props.opened), resumed: left.at })
  }

  /** Goes on with the chosen values; a value that both sides share is no longer a change. */
  function settleConflict(found: Found, choices: Choices) {
    const draft = settled(found, choices)
    if (Object.keys(changesIn(draft, found.now)).length > 0)
      drafts.keep(props.draftKey, { draft, base: found.now, submissionId })
    else drafts.discard(props.draftKey)
    focusElement(ids.save, 'nearest', () => {
      props.onTheirs?.(found.theirs)
      conflict.none()
      setStart({ round: start.round + 1, draft, resumed: null })
    })
  }

  /** Presses Save again, so that the fields are checked again. */
  function saveAsNew({ id: contact }: PossibleContact) {
    mayExist.addDistinct(contact)
    document.getElementById(ids.save)?.click()
  }

  function isThis({ id: contact }: PossibleContact) {
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
    mayExist.reset()
    setSubmissionId(outbox.newSubmissionId())
    setProblems(noProblems)
    setStart({ round: start.round + 1, draft: props.opened, resumed: null })
  }

  function onDraft(draft: Draft) {
    conflict.typed(draft)
    if (status || Object.keys(changesIn(draft, props.opened)).length > 0) keep(draft)
    else drafts.discard(props.draftKey)
  }

  function discardOffer() {
    if (!offer) return
    setOffer(null)
    void drafts.delete(offer.submissionId)
  }

  /** Leaves the form; what is being saved goes on. */
  function leave() {
    if (!asking?.underWay && !status) drafts.discard(props.draftKey)
    props.onClose()
  }

  return {
    ids,
    submissionId,
    start,
    status,
    item,
    problems,
    conflict: { found: conflict.found, since, settle: settleConflict },
    mayExist: { contact: status ? null : mayExist.contact, isThis, saveAsNew },
    offer: offer && {
      draft: offer,
      resume: () => resume(offer),
      discard: isOfferSaving ? undefined : discardOffer,
    },
    asking: asking && { stay: () => setAsking(null), leave },
    save,
    onDraft,
    close,
    startOver,
    typedNow,
    tryNow: () => outbox.tryNow(submissionId),
    stop: () => outbox.cancel(submissionId),
    giveUp: () => outbox.abandon(submissionId),
  }
}

const noProblems: [] = []
