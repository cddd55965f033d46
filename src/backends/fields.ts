import type { Form } from '#contract/field.ts'

/** The browser's door: what a form looks like, loaded when a workspace of that backend is opened. */
export const forms: Record<string, () => Promise<Form>> = {
  dayzero: () => import('./dayzero/fields.ts').then((module) => module.form),
}
