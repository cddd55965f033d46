import type { Field, FormDefinition } from '#contract/fields/field.ts'

/** A section with more than a title: what the form lays out and counts. */
export interface Group {
  id: string
  title: string | undefined
  /** May be folded. */
  folds: boolean
  fields: readonly Field[]
  /** Its fields as they stand: one, or two side by side. */
  lines: readonly (readonly Field[])[]
}

/** The form's groups in reading order. */
export function groupsOf({
  sections,
  fields,
}: Pick<FormDefinition, 'sections' | 'fields'>): Group[] {
  return sections.map(({ id, title, folded = false }) => {
    const own = fields.filter(({ section }) => section === id)
    return {
      id,
      title,
      // Without a title there would be nothing to press.
      folds: folded && title !== undefined,
      fields: own,
      lines: linesOf(own),
    }
  })
}

function linesOf(fields: readonly Field[]): Field[][] {
  const lines: Field[][] = []
  for (const field of fields) {
    const line = lines.at(-1)
    if (line?.length === 1 && line[0]?.half) line.push(field)
    else lines.push([field])
  }
  return lines
}

/** The id of a group's element; inputs are called by the form's id and their field's name. */
export function groupId(formId: string, { id }: Group): string {
  return `${formId}-group-${id}`
}
