import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import type { UseFormReturn } from 'react-hook-form'
import type { Field } from '#contract/fields/field.ts'
import { isName, type Draft, type Values } from '#contract/fields/kind.ts'
import { adviceText } from '#text/adviceText.ts'
import { Button } from '#ui/basics/Button.tsx'
import type { Advice } from './advice.ts'
import { adviceFor } from './adviceFor.ts'
import { cleanText } from './cleanText.ts'
import css from './FormAdvice.module.css'
import { insertText, replaceText } from './insertText.ts'
import { rowsOf, takeApart } from './takeApart.ts'

interface Props {
  /** The form's id; inputs are called by it and their field's name. */
  id: string
  element: RefObject<HTMLFormElement | null>
  form: UseFormReturn<Draft, unknown, Values>
  fields: readonly Field[]
}

/** Long enough that nobody is advised in the middle of a word, in milliseconds. */
const pause = 600

type Given = Readonly<Record<string, Advice | null>>

/**
 * Advice beside the fields of a form: about what stands there once typing pauses, and at once about
 * what was pasted. It is never an error, and it is announced politely.
 */
export function FormAdvice({ id, element, form, fields }: Props) {
  const advised = fields.filter(isAdvised)
  const [given, setGiven] = useState<Given>(() => adviceOn(advised, form.getValues()))
  /** What was said about a paste stays until the field changes again. */
  const pasted = useRef<{ name: string; value: string } | null>(null)
  const isPasting = useRef(false)

  function adviceOn(some: readonly Field[], draft: Draft): Given {
    return Object.fromEntries(some.map((field) => [field.name, adviceFor(field, fields, draft)]))
  }

  const look = useEffectEvent((names: ReadonlySet<string>) => {
    const draft = form.getValues()
    const kept = pasted.current
    const some = advised.filter(
      ({ name }) => names.has(name) && !(kept?.name === name && kept.value === draft[name]),
    )
    const now = adviceOn(some, draft)
    // A pause in which nothing is to be said draws nothing.
    if (some.some(({ name }) => now[name] || given[name])) setGiven({ ...given, ...now })
  })

  /** Advice that is given already does not outlive what it is about. A paste is not in its input yet. */
  const lookAgain = useEffectEvent((name: string) => {
    if (given[name] && !isPasting.current) look(new Set([name]))
  })

  useEffect(() => {
    const changed = new Set<string>()
    let timer: number | undefined
    const stop = form.subscribe({
      formState: { values: true },
      callback({ name }) {
        const field = fields.find((each) => each.name === name)
        if (!field) return
        changed.add(field.name)
        lookAgain(field.name)
        window.clearTimeout(timer)
        timer = window.setTimeout(() => {
          look(new Set(changed))
          changed.clear()
        }, pause)
      },
    })
    return () => {
      stop()
      window.clearTimeout(timer)
    }
  }, [form, fields])

  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const { target: input } = event
    if (!(input instanceof HTMLInputElement) || event.defaultPrevented) return
    const field = advised.find(({ name }) => name === input.name)
    const raw = withoutLineEnds(event.clipboardData?.getData('text/plain') ?? '')
    if (!field || raw === '') return
    const { text, takenOut } = cleanText(raw, isName(field.kind))
    const found = takeApart(raw, field, fields, form.getValues())
    const words: Advice | null =
      takenOut.length > 0 ? { message: adviceText.takenOut(takenOut), actions: [] } : null
    if (rowsOf(raw) > 1) event.preventDefault()
    else if (text !== raw) {
      event.preventDefault()
      insertText(input, text)
    } else if (!found) return
    setGiven((before) => ({ ...before, [field.name]: found ?? words }))
    // The browser pastes after this.
    isPasting.current = true
    window.setTimeout(() => {
      isPasting.current = false
      pasted.current = { name: field.name, value: input.value }
    })
  })

  useEffect(() => {
    const { current } = element
    const listen = (event: ClipboardEvent) => onPaste(event)
    current?.addEventListener('paste', listen)
    return () => current?.removeEventListener('paste', listen)
  }, [element])

  function fill(field: Field, values: Readonly<Record<string, string>>) {
    for (const [name, value] of Object.entries(values)) {
      const input = element.current?.elements.namedItem(name)
      if (input instanceof HTMLInputElement) replaceText(input, value)
    }
    const input = element.current?.elements.namedItem(field.name)
    if (input instanceof HTMLElement) input.focus()
    setGiven((before) => ({ ...before, [field.name]: null }))
  }

  return advised.map((field) => (
    <FieldAdvice
      key={field.name}
      inputId={`${id}-${field.name}`}
      advice={given[field.name] ?? null}
      onFill={(values) => fill(field, values)}
    />
  ))
}

function isAdvised({ kind }: Field): boolean {
  return ['text', 'email', 'phone', 'url', 'lookup', 'number'].includes(kind)
}

interface FieldAdviceProps {
  inputId: string
  advice: Advice | null
  onFill(values: Readonly<Record<string, string>>): void
}

/** Stands there before there is anything to say: only then is what comes into it announced. */
function FieldAdvice({ inputId, advice, onFill }: FieldAdviceProps) {
  // The field stands before this part is fetched.
  const place = document.getElementById(inputId)?.closest('[data-field]')
  if (!place) return null
  return createPortal(
    <div className={css.advice}>
      <div aria-live="polite">{advice && <p id={`${inputId}-advice`}>{advice.message}</p>}</div>
      {advice && advice.actions.length > 0 && (
        <span className={css.actions}>
          {advice.actions.map(({ label, fill }) => (
            <Button key={label} size="small" onClick={() => onFill(fill)}>
              {label}
            </Button>
          ))}
        </span>
      )}
    </div>,
    place,
  )
}

/** Programs for tables end what they copy with a line break. */
function withoutLineEnds(text: string): string {
  let end = text.length
  while (text[end - 1] === '\n' || text[end - 1] === '\r') end--
  return text.slice(0, end)
}
