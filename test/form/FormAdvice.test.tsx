import { act, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { emptyDraft, schemaOf } from '#contract/fields/form.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import { fields, partsFetched, sections } from './longForm.ts'

afterEach(() => {
  vi.useRealTimers()
})

const asked = fields.filter(({ name }) => ['first', 'email', 'country', 'state'].includes(name))

/** The form once its parts are there, with a clock of its own. */
async function openForm(draft: Draft = {}) {
  render(
    <FieldsForm
      name="Edit contact"
      fields={asked}
      sections={sections}
      draft={{ ...emptyDraft(asked), ...draft }}
      schema={schemaOf(asked)}
      problems={[]}
      busy={false}
      onSave={() => {}}
      onCancel={() => {}}
    />,
  )
  await partsFetched()
  vi.useFakeTimers({ shouldAdvanceTime: true })
  return userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
}

const field = (label: string) => screen.getByLabelText(label)
const button = (name: string) => screen.queryByRole('button', { name })

/** Typing pauses. */
function pause() {
  act(() => {
    vi.advanceTimersByTime(700)
  })
}

test('advice stands beside its field once typing pauses, and goes by one press', async () => {
  const user = await openForm()
  const place = field('Email').closest('[data-field]')!.querySelector('[aria-live=polite]')
  expect(place).toBeEmptyDOMElement()
  expect(field('Email')).not.toHaveAccessibleDescription()

  await user.type(field('Email'), 'o’neil@company.com')
  expect(field('Email')).not.toHaveAccessibleDescription()
  pause()
  expect(field('Email')).toHaveAccessibleDescription(/^This address holds ’/)
  expect(field('Email')).toBeValid()
  // Only what comes into a region that stood there before is announced.
  expect(place).toHaveTextContent('This address holds ’')
  expect(place).toBeInTheDocument()

  await user.click(button("Use o'neil@company.com")!)
  expect(field('Email')).toHaveValue("o'neil@company.com")
  expect(field('Email')).toHaveFocus()
  expect(field('Email')).not.toHaveAccessibleDescription()
})

test('advice goes with what it was about, and not when typing pauses', async () => {
  const user = await openForm({ email: 'o’neil@company.com' })
  expect(field('Email')).toHaveAccessibleDescription(/^This address holds ’/)
  await user.type(field('Email'), 'x')
  expect(field('Email')).toHaveAccessibleDescription(/^This address holds ’/)
  await user.clear(field('Email'))
  expect(field('Email')).not.toHaveAccessibleDescription()
})

test('what a form opens with is advised about at once', async () => {
  await openForm({ email: 'ada\u3164@people.example' })
  expect(field('Email')).toHaveAccessibleDescription(/Hangul filler \(U\+3164\)/)
})

test('what cannot be seen is taken out of what is pasted, and that is said at once', async () => {
  const user = await openForm()
  await user.click(field('Email'))
  await user.paste('\u200bada@people.example')
  expect(field('Email')).toHaveValue('ada@people.example')
  expect(field('Email')).toHaveAccessibleDescription(/^Taken out of what you pasted: zero-width/)
  // It stays past the pause, and goes with the next change.
  pause()
  expect(field('Email')).toHaveAccessibleDescription(/^Taken out/)
  await user.type(field('Email'), 'x')
  pause()
  expect(field('Email')).not.toHaveAccessibleDescription()
})

test('a table of several rows is not pasted, and that is said', async () => {
  await openForm()
  const wasPasted = fireEvent.paste(field('First name'), {
    clipboardData: { getData: () => 'Ada\tada@people.example\nBob\tbob@people.example' },
  })
  expect(wasPasted).toBe(false)
  expect(field('First name')).toHaveValue('')
  expect(field('First name')).toHaveAccessibleDescription(/^You pasted a table of 2 rows/)
})

test('another country asks about the old state: it is kept, or emptied', async () => {
  const user = await openForm({ country: 'United States', state: 'Texas' })
  const question = () => screen.queryByText(/^“.*Texas.*” was entered for/)
  async function choose(country: string) {
    await user.clear(field('Country'))
    await user.type(field('Country'), country)
    expect(question()).toBeNull()
    await user.tab()
  }

  await choose('Germany')
  expect(question()).toBeInTheDocument()
  expect(field('State')).toHaveValue('Texas')
  await user.click(button('Keep it')!)
  expect(question()).toBeNull()
  expect(field('State')).toHaveValue('Texas')

  await choose('Nigeria')
  await user.click(button('Empty State')!)
  expect(question()).toBeNull()
  expect(field('State')).toHaveValue('')
})

test('a state that belongs to the other country as well is nobody’s concern', async () => {
  const user = await openForm({ country: 'Germany', state: 'Victoria' })
  await user.clear(field('Country'))
  await user.type(field('Country'), 'Australia')
  await user.tab()
  expect(screen.queryByText(/was entered for/)).toBeNull()
})
