import type { Backend, Contact } from '#contract/backend.ts'
import type { Form } from '#contract/field.ts'
import { asked, changesSchemaOf, schemaOf } from '#contract/form.ts'
import type { Values } from '#contract/kind.ts'
import { BackendError, mayHaveHappened, type Problem } from '#contract/refusal.ts'
import type { Outcome, Submission } from '#contract/submission.ts'
import type { OpenWorkspace } from '#server/gateway/openWorkspace.ts'
import { contactOut } from '#server/gateway/present.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { unknownSince } from './states.ts'

/**
 * Carries one wish out: checks it with the form's own rules, asks the backend, and says what it
 * came to. What a backend does not throw as a refusal is a bug, and thrown on.
 */
export async function dispatch(
  { form, backend }: OpenWorkspace,
  submission: Submission,
  key: string,
  sentAt: Date,
): Promise<Outcome> {
  const checked = checkedValues(form, submission)
  if ('problems' in checked)
    return { state: 'rejected', refusal: { kind: 'fields', problems: checked.problems } }
  try {
    const contact = await ask(backend, submission, checked.values, key)
    return { state: 'succeeded', contact: contact && contactOut(form, contact) }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    if (mayHaveHappened(error.refusal)) return unknownSince(sentAt)
    return { state: 'rejected', refusal: error.refusal }
  }
}

async function ask(
  backend: Backend,
  submission: Submission,
  values: Values,
  key: string,
): Promise<Contact | null> {
  switch (submission.op) {
    case 'create':
      return backend.create(submission.customer, values, { key })
    case 'update':
      return backend.update(submission.customer, submission.contact, values)
    case 'primary':
      return backend.makePrimary(submission.customer, submission.contact)
    case 'role':
      return backend.giveRole(submission.customer, submission.contact, submission.role)
    case 'remove':
      await backend.remove(submission.customer, submission.contact)
  }
  return null
}

type Checked = { values: Values } | { problems: Problem[] }

function checkedValues(form: Form, submission: Submission): Checked {
  if (submission.op === 'role') return knownRole(form, submission.role)
  if (submission.op === 'remove' || submission.op === 'primary') return { values: {} }
  const fields = asked(form, submission.op === 'create' ? 'create' : 'edit')
  const known = new Set(fields.map((field) => field.name))
  const strangers = Object.keys(submission.values).filter((name) => !known.has(name))
  if (strangers.length > 0) return { problems: [unknownFields(strangers)] }
  const schema = submission.op === 'create' ? schemaOf(fields) : changesSchemaOf(fields)
  const result = schema.safeParse(submission.values)
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
