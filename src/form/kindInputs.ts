import type { ComponentProps } from 'react'
import type { FieldType } from '#contract/fields/kind.ts'

/** Which input each kind of field is typed into. */
export const kindInputs: Record<
  FieldType,
  { widget: 'line' | 'multiline' | 'tick' | 'choice'; attributes?: ComponentProps<'input'> }
> = {
  text: { widget: 'line' },
  multiline: { widget: 'multiline' },
  // Not type=email: Chromium turns the domain of bücher.example into punycode while it is typed.
  email: { widget: 'line', attributes: { inputMode: 'email', ...asTyped() } },
  // No mask: what was copied from a mail is kept as it came.
  phone: { widget: 'line', attributes: { type: 'tel', inputMode: 'tel', ...asTyped() } },
  url: { widget: 'line', attributes: { inputMode: 'url', ...asTyped() } },
  // Not type=number: it drops what it cannot read, and a turn of the mouse wheel changes it.
  number: { widget: 'line', attributes: { inputMode: 'decimal', ...asTyped() } },
  // Years have four digits here; browsers would let six be typed.
  date: { widget: 'line', attributes: { type: 'date', max: '9999-12-31' } },
  choice: { widget: 'choice' },
  lookup: { widget: 'line' },
  flag: { widget: 'tick' },
  primary: { widget: 'tick' },
}

/** Nothing on the way from the keyboard to the field may mend it. */
function asTyped() {
  return { autoCapitalize: 'none', autoCorrect: 'off' } as const
}

/**
 * Browsers and password managers would fill in the clerk, not the customer's person. WCAG 1.3.5
 * asks for autofill only where people enter data about themselves.
 */
export const nobodyElsesData = {
  autoComplete: 'off',
  'data-1p-ignore': true,
  'data-bwignore': true,
  'data-form-type': 'other',
  'data-lpignore': 'true',
} as const
