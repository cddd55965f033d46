import type { Form } from '#contract/field.ts'
import { asked, changesSchemaOf, schemaOf } from '#contract/form.ts'
import type { Values } from '#contract/kind.ts'
import type { Problem } from '#contract/refusal.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { Write } from './entry.ts'

type Checked = { values: Values } | { problems: Problem[] }

/** What the form's own rules make of a write: the values to send, or what is wrong with them. */
export function check(form: Form, write: Write): Checked {
  if (write.op === 'role') return knownRole(form, write.role)
  if (write.op !== 'create' && write.op !== 'update') return { values: {} }
  const fields = asked(form, write.op === 'create' ? 'create' : 'edit')
  const known = new Set(fields.map((field) => field.name))
  const strangers = Object.keys(write.values).filter((name) => !known.has(name))
  if (strangers.length > 0) return { problems: [unknownFields(strangers)] }
  const schema = write.op === 'create' ? schemaOf(fields) : changesSchemaOf(fields)
  const result = schema.safeParse(write.values)
  if (result.success) return { values: result.data }
  const problems = result.error.issues.map(({ path, message }) => ({
    field: path[0] === undefined ? null : String(path[0]),
    message,
  }))
  return { problems }
}

function knownRole(form: Form, role: string): Checked {
  if (form.roles.some(({ id }) => id === role)) return { values: {} }
  return {
    problems: [{ field: null, message: gatewayText.submission.unknownRole(role.slice(0, 40)) }],
  }
}

function unknownFields(names: readonly string[]): Problem {
  const some = names.slice(0, 5).map((name) => name.slice(0, 40))
  return { field: null, message: gatewayText.submission.unknownFields(some.join(', ')) }
}
