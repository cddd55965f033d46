import type { ComponentProps } from 'react'
import type { Kind } from '#contract/kind.ts'

/** Which input each kind of field is typed into. */
export const kindInputs: Record<
  Kind,
  { widget: 'line' | 'lines' | 'tick'; attributes?: ComponentProps<'input'> }
> = {
  text: { widget: 'line', attributes: { type: 'text' } },
  lines: { widget: 'lines' },
  // Not type=email: Chromium turns the domain of bücher.example into punycode while it is typed.
  email: {
    widget: 'line',
    attributes: { type: 'text', inputMode: 'email', autoCapitalize: 'none', autoCorrect: 'off' },
  },
  // No mask: what was copied from a mail is kept as it came.
  phone: {
    widget: 'line',
    attributes: { type: 'tel', inputMode: 'tel', autoCapitalize: 'none', autoCorrect: 'off' },
  },
  primary: { widget: 'tick' },
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
