import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Field, Section } from '#contract/field.ts'
import { changesIn, schemaOf, unsaved } from '#contract/form.ts'
import type { Draft, Values } from '#contract/kind.ts'
import type { Contact } from '#contract/backend.ts'
import type { Problem } from '#contract/refusal.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import type { Next } from '#form/useSubmit.ts'
import { resumed, useDrafts } from '#outbox/drafts.ts'
import type { Kept } from '#outbox/kept.ts'
import { newWish, type Verdict, type Write } from '#outbox/wish.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Button } from '#ui/Button.tsx'
import { Dialog } from '#ui/Dialog.tsx'
import { useNotices } from '#ui/Notices.tsx'
import { Panel } from '#ui/Panel.tsx'
import { timeOf } from './changed.ts'
import { LeftDraft, useLeftDraft } from './LeftDraft.tsx'
import { UnknownSave } from './UnknownSave.tsx'
import { problemsOf, useWrite, type SaveState } from './useSave.ts'

export interface Saved {
  /** What was sent, which need not be what stands in the form by now. */
  sent: Values
  /** What stands there and was not sent; null when it is all the same. */
  left: Draft | null
  next: Next
  /** False when the panel was left before the answer came. */
  isOpen: boolean
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
  onUnchanged(): void
  onClose(): void
}

/** A form in a panel, from opening it to the moment its contact is saved. */
export function ContactPanel(props: Props) {
  const drafts = useDrafts()
  const [kept] = useState(() => drafts.get(props.draftKey))
  const [wish, setWish] = useState(() => kept?.wish ?? newWish())
  const [start, setStart] = useState({
    round: 0,
    draft: kept ? resumed(kept, props.opened) : props.opened,
    resumed: kept?.at ?? null,
  })
  const [state, setState] = useState<SaveState>({ kind: 'idle' })
  const [asking, setAsking] = useState(false)
  const write = useWrite(props.workspace, props.customer, wish.intent)
  const { say } = useNotices()
  const [offer, setOffer] = useLeftDraft(props.draftKey)
  const isOpen = useIsOpen()

  async function save(values: Values, draft: Draft, next: Next) {
    const wanted = props.writeOf(values)
    if (!wanted && !wish.open) {
      drafts.drop(props.draftKey)
      return props.onUnchanged()
    }
    setState({ kind: 'saving' })
    keep(draft)
    settle(await write.mutateAsync({ wish, write: wanted ?? wish.open! }), draft, next)
  }

  function settle(verdict: Verdict, pressed: Draft, next: Next) {
    drafts.touch(props.draftKey)
    if (verdict.kind === 'refused') {
      const problems = problemsOf(verdict)
      return isOpen.current ? setState({ kind: 'refused', problems }) : sayElsewhere(problems)
    }
    if (verdict.kind === 'unknown') {
      if (!isOpen.current) return sayElsewhere([])
      return setState({ kind: 'unknown', trouble: verdict.trouble, since: new Date() })
    }
    // Somebody may have gone on typing, or have changed a lot since a press that was not answered.
    const typed = drafts.get(props.draftKey)?.draft ?? pressed
    drafts.drop(props.draftKey)
    if (!verdict.contact || !('values' in verdict.sent)) return
    const sent = verdict.sent.values
    const left = unsaved(props.fields, typed, { ...props.stored, ...sent })
    props.onSaved(verdict.contact, { sent, left, next, isOpen: isOpen.current })
    if (isOpen.current) setState({ kind: 'idle' })
  }

  /** Whoever pressed Save is somewhere else by now, and must hear of it all the same. */
  function sayElsewhere(problems: readonly Problem[]) {
    const why = problems.map(({ message }) => message).join(' ')
    say({ tone: 'trouble', message: text.save.notSavedElsewhere(props.about, why) })
  }

  function keep(draft: Draft) {
    drafts.keep(props.draftKey, { draft, base: props.opened, wish })
  }

  /** What was typed since stays on disk, under the wish it was typed for. */
  function resume(left: Kept) {
    void drafts.settled()
    drafts.keep(props.draftKey, left)
    setOffer(null)
    setWish(left.wish)
    setState({ kind: 'idle' })
    setStart({ round: start.round + 1, draft: resumed(left, props.opened), resumed: left.at })
  }

  function close() {
    if (drafts.get(props.draftKey)) setAsking(true)
    else props.onClose()
  }

  function startOver() {
    drafts.drop(props.draftKey)
    setWish(newWish())
    setState({ kind: 'idle' })
    setStart({ round: start.round + 1, draft: props.opened, resumed: null })
  }

  /** Somebody looked and it is not there: what is typed becomes a wish of its own. */
  function saveAfresh() {
    const afresh = newWish()
    const typed = drafts.get(props.draftKey)
    if (typed) drafts.keep(props.draftKey, { ...typed, wish: afresh })
    setWish(afresh)
    setState({ kind: 'idle' })
  }

  return (
    <Panel
      title={props.title}
      modal={props.modal}
      wide={props.wide}
      onClose={close}
      header={props.header}
    >
      {props.intro}
      {start.resumed && (
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
          onDiscard={() => {
            setOffer(null)
            void drafts.forget(offer.wish.intent)
          }}
        />
      )}
      {state.kind === 'unknown' && <UnknownSave state={state} onAfresh={saveAfresh} />}
      <FieldsForm
        key={start.round}
        name={props.title}
        fields={props.fields}
        sections={props.sections}
        draft={start.draft}
        schema={schemaOf(props.fields, props.stored)}
        stored={props.stored && props.opened}
        problems={state.kind === 'refused' ? state.problems : noProblems}
        notes={props.notes}
        suggestions={props.suggestions}
        busy={state.kind === 'saving'}
        saveLabel={state.kind === 'unknown' ? text.save.again : undefined}
        another={props.another}
        onSave={save}
        onDraft={(draft) => {
          if (Object.keys(changesIn(draft, props.opened)).length > 0 || wish.open) keep(draft)
          else drafts.drop(props.draftKey)
        }}
        onCancel={close}
      />
      {asking && (
        <Dialog
          title={text.save.discardTitle}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button data-autofocus onClick={() => setAsking(false)}>
                {text.save.keepEditing}
              </Button>
              <Button
                tone="danger"
                onClick={() => {
                  drafts.drop(props.draftKey)
                  props.onClose()
                }}
              >
                {text.save.discard}
              </Button>
            </>
          }
        >
          <p>{wish.open ? text.save.discardUnknown : text.save.discardBody}</p>
        </Dialog>
      )}
    </Panel>
  )
}

const noProblems: [] = []

function useIsOpen() {
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  return isOpen
}
