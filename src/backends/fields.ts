import type { FormDefinition, TenantOptions } from '#contract/fields/field.ts'

/** The browser's door: what a form looks like, loaded when a workspace of that backend is opened. */
export const forms: Record<string, (variation: TenantOptions) => Promise<FormDefinition>> = {
  dayzero: () => import('./dayzero/fields.ts').then((module) => module.form),
  zuora: (variation) => import('./zuora/fields.ts').then((module) => module.form(variation)),
}
