import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Field, Section } from '#contract/field.ts'
import { changesIn, schemaOf } from '#contract/form.ts'
import type { Draft, Values } from '#contract/kind.ts'
import type { Contact } from '#contract/backend.ts'
import { sentenceOf } from '#contract/troubleText.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import { resumed, useDrafts } from '#outbox/drafts.ts'
import type { Kept } from '#outbox/kept.ts'
import { newWish, type Verdict, type Write } from '#outbox/wish.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Button } from '#ui/Button.tsx'
import { Dialog } from '#ui/Dialog.tsx'
import { Panel } from '#ui/Panel.tsx'
import { momentFrom, timeOf } from './changed.ts'
import { problemsOf, useWrite, type SaveState } from './useSave.ts'

interface Props {
  title: string
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
  /** `values` are the checked ones that were on the screen, which need not be the ones just saved. */
  onSaved(contact: Contact, saved: Values, values: Values, next: 'close' | 'another'): void
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
  const write = useWrite(props.workspace, props.customer, wish)
  const [offer, setOffer] = useLeftDraft(props.draftKey)
  const isOpen = useIsOpen()

  async function save(values: Values, draft: Draft, next: 'close' | 'another') {
    const wanted = props.writeOf(values)
    if (!wanted && !wish.open) {
      drafts.drop(props.draftKey)
      return props.onUnchanged()
    }
    setState({ kind: 'saving' })
    keep(draft)
    settle(await write.mutateAsync(wanted ?? wish.open!), values, next)
  }

  function settle(verdict: Verdict, values: Values, next: 'close' | 'another') {
    drafts.touch(props.draftKey)
    if (verdict.kind === 'refused')
      return setState({ kind: 'refused', problems: problemsOf(verdict) })
    if (verdict.kind === 'unknown')
      return setState({ kind: 'unknown', trouble: verdict.trouble, since: new Date() })
    drafts.drop(props.draftKey)
    // Left by Back in the meantime: the list has it, and another panel may be open by now.
    if (!isOpen.current) return
    setState({ kind: 'idle' })
    if (verdict.contact && 'values' in verdict.sent)
      props.onSaved(verdict.contact, verdict.sent.values, values, next)
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
      {state.kind === 'unknown' && <Unknown state={state} onAfresh={saveAfresh} />}
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
          <p>{text.save.discardBody}</p>
        </Dialog>
      )}
    </Panel>
  )
}

/** A draft of an earlier life of the page, once it is found; null while there is none to offer. */
function useLeftDraft(place: string) {
  const drafts = useDrafts()
  const [offer, setOffer] = useState<Kept | null>(null)
  useEffect(() => {
    let isOpen = !drafts.get(place)
    async function look() {
      const left = isOpen && (await drafts.left(place))
      if (isOpen && left) setOffer(left)
    }
    void look()
    return () => {
      isOpen = false
    }
  }, [drafts, place])
  return [offer, setOffer] as const
}

interface LeftDraftProps {
  left: Kept
  onResume(): void
  onDiscard(): void
}

function LeftDraft({ left, onResume, onDiscard }: LeftDraftProps) {
  return (
    <div role="status">
      <Banner
        tone="info"
        actions={
          <>
            <Button size="small" onClick={onResume}>
              {text.save.resume}
            </Button>
            <Button size="small" tone="quiet" onClick={onDiscard}>
              {text.save.discard}
            </Button>
          </>
        }
      >
        {text.save.left(momentFrom(left.at))}
      </Banner>
    </div>
  )
}

const noProblems: [] = []

interface UnknownProps {
  state: SaveState & { kind: 'unknown' }
  onAfresh(): void
}

/** The one thing a screen must never do here is guess. */
function Unknown({ state, onAfresh }: UnknownProps) {
  const unreached = state.trouble?.kind === 'unreached'
  return (
    <div role="alert">
      <Banner
        tone="warning"
        actions={
          // Only where the gateway itself cannot tell; while it is away, the same wish will.
          state.trouble === null && (
            <Button size="small" onClick={onAfresh}>
              {text.save.afresh}
            </Button>
          )
        }
      >
        <strong>{unreached ? text.save.unreached : text.save.unknown}</strong>
        <br />
        {unreached ? text.save.unreachedBody : text.save.unknownBody(timeOf(state.since))}
        {state.trouble?.kind === 'refused' && ` ${sentenceOf(state.trouble)}`}
      </Banner>
    </div>
  )
}

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
