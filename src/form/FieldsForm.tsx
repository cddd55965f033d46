import {
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react'
import { useForm } from 'react-hook-form'
import type * as z from 'zod/mini'
import type { Field, Section } from '#contract/fields/field.ts'
import { isHidden } from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import type { Problem } from '#contract/api/refusal.ts'
import { classes } from '#ui/classes.ts'
import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import { Fieldset } from '#ui/form/Fieldset.tsx'
import css from './FieldsForm.module.css'
import { FilledCount } from './FilledCount.tsx'
import { FormField } from './FormField.tsx'
import { FormFooter } from './FormFooter.tsx'
import { FormOutline } from './FormOutline.tsx'
import { FormSummary } from './lazyParts.tsx'
import { groupId, groupsOf, type Group } from './layout.ts'
import { differs, openedWith } from './initialValues.ts'
import { resolverOf } from './resolverOf.ts'
import { followersOf } from './useFieldState.ts'
import { useCollapsible } from './useCollapsible.ts'
import { useFormKeys } from './useFormKeys.ts'
import { useSubmit, type Save } from './useSubmit.ts'
import { useFormErrors } from './useFormErrors.ts'

const FormAdvice = lazyWithRetry(async () => (await import('./advice/FormAdvice.tsx')).FormAdvice)

interface Props {
  /** The form's accessible name. */
  name: string
  fields: readonly Field[]
  sections: readonly Section[]
  /** What it opens with. Never read again: what is typed is the form's alone. */
  draft: Draft
  /** What the contact holds, for an edit: what was there and is emptied says so. */
  stored?: Draft
  schema: z.ZodMiniType<Values, Draft>
  /** What a refusal says. Another array is another refusal. */
  problems: readonly Problem[]
  /** Stands below what a refusal says. */
  problemsAside?: ReactNode
  /** A sentence beside a field. */
  notes?: Partial<Record<string, ReactNode>>
  /** Offered beside the field's own suggestions. */
  suggestions?: Record<string, readonly string[]>
  busy: boolean
  /** What Save says while it is busy. */
  busyLabel?: string
  /** The id of the button that saves. */
  saveId?: string
  footerNote?: ReactNode
  /** Offers to save and go on with an empty form. */
  another?: boolean
  onSave: Save
  onCancel(): void
  onDirtyChange?(dirty: boolean): void
  onDraft?(draft: Draft): void
}

/**
 * Fields as a form. It checks when it is saved and then while it is mended, puts each problem beside
 * its input and all of them into a summary, and never empties anything.
 */
export function FieldsForm(props: Props) {
  const { fields, sections, problems, busy, another = false } = props
  const id = useId()
  const element = useRef<HTMLFormElement>(null)
  const [opened] = useState(() => openedWith(fields, props.draft))
  const form = useForm<Draft, unknown, Values>({
    defaultValues: opened,
    resolver: resolverOf(props.schema),
    mode: 'onSubmit',
    reValidateMode: 'onChange',
    // The summary takes the focus; it leads to every field, not only to the first.
    shouldFocusError: false,
  })
  const groups = useMemo(() => groupsOf({ sections, fields }), [sections, fields])
  const deps = useMemo(
    () => new Map(fields.map((field) => [field, followersOf(field, fields)])),
    [fields],
  )
  const trouble = useFormErrors(() => {
    const draft = form.getValues()
    return groups.flatMap((group) => group.fields.filter((field) => !isHidden(field, draft)))
  }, problems)
  const folds = useCollapsible(groups, [opened, props.stored ?? {}], trouble.trouble)
  const titled = groups.filter(({ title }) => title !== undefined)
  const submit = useSubmit({
    form,
    busy,
    onInvalid: trouble.found,
    onSave(values, draft, next) {
      trouble.none()
      return props.onSave(values, draft, next)
    },
  })
  useFormKeys(element, {
    onSave: () => submit('close'),
    onSaveAnother: another ? () => submit('another') : undefined,
  })

  const dirty = useRef(false)
  const tell = useEffectEvent((draft: Draft, name: string | undefined) => {
    if (name) trouble.changed(name)
    props.onDraft?.({ ...draft })
    if (differs(draft, opened) === dirty.current) return
    dirty.current = !dirty.current
    props.onDirtyChange?.(dirty.current)
  })
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values, name }) => tell(values, name),
      }),
    [form],
  )

  return (
    <form
      ref={element}
      className={classes(css.form, titled.length > 2 && css.outlined)}
      aria-label={props.name}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        submit('close')
      }}
    >
      {titled.length > 2 && (
        <FormOutline
          id={id}
          groups={titled}
          refused={trouble.refused}
          control={form.control}
          onOpen={folds.open}
        />
      )}
      <FormSummary
        id={id}
        fields={fields}
        trouble={trouble.trouble}
        refused={trouble.refused}
        control={form.control}
        aside={props.problemsAside}
        onReveal={folds.unfold}
      />
      {groups.map((group) =>
        group.title === undefined ? (
          <div key={group.id} className={css.section}>
            {linesOf(group)}
          </div>
        ) : (
          <Fieldset
            key={group.id}
            id={groupId(id, group)}
            title={group.title}
            aside={<FilledCount group={group} control={form.control} />}
            fold={folds.of(group)}
          >
            {linesOf(group)}
          </Fieldset>
        ),
      )}
      <FormAdvice id={id} element={element} form={form} fields={fields} />
      <FormFooter
        saveId={props.saveId}
        busyLabel={props.busyLabel}
        note={props.footerNote}
        busy={busy}
        onCancel={props.onCancel}
        onSaveAnother={another ? () => submit('another') : undefined}
      />
    </form>
  )

  function linesOf(group: Group) {
    return group.lines.map((line) => inLine(line.map(fieldOf)))
  }

  function fieldOf(field: Field) {
    return (
      <FormField
        key={field.name}
        id={`${id}-${field.name}`}
        field={field}
        control={form.control}
        register={form.register}
        deps={deps.get(field) ?? []}
        refused={trouble.refused[field.name]}
        stored={props.stored?.[field.name]}
        note={props.notes?.[field.name]}
        suggestions={props.suggestions?.[field.name]}
      />
    )
  }
}

/** A field, or two side by side where there is room. */
function inLine(line: readonly ReactElement[]) {
  if (line.length === 1) return line[0]
  return (
    <div key={line[0]?.key} className={css.pair}>
      {line}
    </div>
  )
}
