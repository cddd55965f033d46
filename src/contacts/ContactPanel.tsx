import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Field, Section } from '#contract/field.ts'
import { changesIn, schemaOf } from '#contract/form.ts'
import type { Draft, Values } from '#contract/kind.ts'
import type { Contact } from '#contract/backend.ts'
import { sentenceOf } from '#contract/troubleText.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import { useDrafts } from '#outbox/drafts.ts'
import { newWish, type Verdict, type Write } from '#outbox/wish.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Button } from '#ui/Button.tsx'
import { Dialog } from '#ui/Dialog.tsx'
import { Panel } from '#ui/Panel.tsx'
import { timeOf } from './changed.ts'
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
  modal: boolean
  another?: boolean
  notes?: Partial<Record<string, ReactNode>>
  suggestions?: Record<string, readonly string[]>
  header?: ReactNode
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
    draft: kept?.draft ?? props.opened,
    resumed: kept?.at ?? null,
  })
  const [state, setState] = useState<SaveState>({ kind: 'idle' })
  const [asking, setAsking] = useState(false)
  const write = useWrite(props.workspace, props.customer, wish)
  const isOpen = useIsOpen()

  async function save(values: Values, draft: Draft, next: 'close' | 'another') {
    const wanted = props.writeOf(values)
    if (!wanted && !wish.open) {
      drafts.drop(props.draftKey)
      return props.onUnchanged()
    }
    setState({ kind: 'saving' })
    drafts.keep(props.draftKey, draft, wish)
    settle(await write.mutateAsync(wanted ?? wish.open!), values, next)
  }

  function settle(verdict: Verdict, values: Values, next: 'close' | 'another') {
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
    if (typed) drafts.keep(props.draftKey, typed.draft, afresh)
    setWish(afresh)
    setState({ kind: 'idle' })
  }

  return (
    <Panel title={props.title} modal={props.modal} onClose={close} header={props.header}>
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
      {state.kind === 'unknown' && <Unknown state={state} onAfresh={saveAfresh} />}
      <FieldsForm
        key={start.round}
        name={props.title}
        fields={props.fields}
        sections={props.sections}
        draft={start.draft}
        schema={schemaOf(props.fields)}
        problems={state.kind === 'refused' ? state.problems : noProblems}
        notes={props.notes}
        suggestions={props.suggestions}
        busy={state.kind === 'saving'}
        saveLabel={state.kind === 'unknown' ? text.save.again : undefined}
        another={props.another}
        onSave={save}
        onDraft={(draft) => {
          if (Object.keys(changesIn(draft, props.opened)).length > 0 || wish.open)
            drafts.keep(props.draftKey, draft, wish)
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
