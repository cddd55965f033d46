import type { FormDefinition } from '#contract/fields/field.ts'
import { fieldsFor, changesSchemaOf, schemaOf } from '#contract/fields/form.ts'
import type { Values } from '#contract/fields/kind.ts'
import type { Problem } from '#contract/api/refusal.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { WriteOperation } from './ledgerEntry.ts'

type Checked = { values: Values } | { problems: Problem[] }

/** What the form's own rules make of a write: the values to send, or what is wrong with them. */
export function validateWrite(form: FormDefinition, write: WriteOperation): Checked {
  const formFields = new Set(form.fields.map(({ name }) => name))
  // What nobody compares would be a promise that is not kept.
  const uncompared = 'before' in write ? unknownNames(write.before, formFields) : []
  if (uncompared.length > 0) return { problems: [unknownFields(uncompared)] }
  if (write.op === 'role') return knownRole(form, write.role)
  if (write.op !== 'create' && write.op !== 'update') return { values: {} }
  const fields = fieldsFor(form, write.op === 'create' ? 'create' : 'edit')
  const known = new Set(fields.map((field) => field.name))
  const unknown = unknownNames(write.values, known)
  if (unknown.length > 0) return { problems: [unknownFields(unknown)] }
  const schema = write.op === 'create' ? schemaOf(fields) : changesSchemaOf(fields)
  const result = schema.safeParse(write.values)
  if (result.success) return { values: result.data }
  const problems = result.error.issues.map(({ path, message }) => ({
    field: path[0] === undefined ? null : String(path[0]),
    message,
  }))
  return { problems }
}

function unknownNames(values: Values = {}, known: ReadonlySet<string>): string[] {
  return Object.keys(values).filter((name) => !known.has(name))
}

function knownRole(form: FormDefinition, role: string): Checked {
  if (form.roles.some(({ id }) => id === role)) return { values: {} }
  return {
    problems: [{ field: null, message: gatewayText.submission.unknownRole(cut(role, 40)) }],
  }
}

function unknownFields(names: readonly string[]): Problem {
  const some = names.slice(0, 5).map((name) => cut(name, 40))
  return { field: null, message: gatewayText.submission.unknownFields(some.join(', ')) }
}

/** The first characters of a text: half of one would not be text any more. */
function cut(text: string, most: number): string {
  return [...text.slice(0, 2 * most)].slice(0, most).join('')
}
