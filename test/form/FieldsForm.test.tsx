import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ComponentProps } from 'react'
import { expect, test, vi } from 'vitest'
import type { Field } from '#contract/fields/field.ts'
import { emptyDraft, schemaOf } from '#contract/fields/form.ts'
import type { Draft } from '#contract/fields/kind.ts'
import type { Problem } from '#contract/api/refusal.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import type { Save } from '#form/useSubmit.ts'

const fields: readonly Field[] = [
  { name: 'name', label: 'Name', section: 'who', kind: 'text', required: true, limit: 20 },
  { name: 'email', label: 'Email', section: 'who', kind: 'email' },
  { name: 'phone', label: 'Phone', section: 'who', kind: 'phone', hint: 'Any spacing' },
  { name: 'role', label: 'Role', section: 'more', kind: 'text', suggestions: ['Billing'] },
  { name: 'is_primary', label: 'Primary contact', section: 'more', kind: 'primary' },
  { name: 'notes', label: 'Notes', section: 'more', kind: 'multiline' },
]

type Props = Partial<ComponentProps<typeof FieldsForm>> & { typed?: Draft }

function Form({ typed, ...props }: Props) {
  return (
    <FieldsForm
      name="New contact"
      fields={fields}
      sections={[{ id: 'who' }, { id: 'more', title: 'More' }]}
      draft={{ ...emptyDraft(fields), ...typed }}
      schema={schemaOf(fields)}
      problems={none}
      busy={false}
      onSave={() => {}}
      onCancel={() => {}}
      {...props}
    />
  )
}

const none: Problem[] = []

function field(label: string) {
  return screen.getByLabelText(label)
}

function save() {
  return screen.getByRole('button', { name: 'Save' })
}

function summary() {
  return screen.getByRole('alert')
}

test('each field is found by its label alone, in a form with a name', () => {
  render(<Form />)
  const form = screen.getByRole('form', { name: 'New contact' })
  for (const { label } of fields) expect(within(form).getByLabelText(label)).toBeInTheDocument()
  expect(screen.getByRole('group', { name: 'More' })).toContainElement(field('Role'))
  expect(field('Name')).toBeRequired()
  expect(field('Email')).not.toBeRequired()
  expect(field('Phone')).toHaveAccessibleDescription('Any spacing')
})

test('a kind decides how it is typed, and nobody fills in the clerk', () => {
  render(<Form />)
  expect(field('Email')).toHaveAttribute('inputmode', 'email')
  expect(field('Email')).toHaveAttribute('autocapitalize', 'none')
  expect(field('Phone')).toHaveAttribute('type', 'tel')
  expect(field('Notes')).toBeInstanceOf(HTMLTextAreaElement)
  expect(field('Primary contact')).toHaveAttribute('type', 'checkbox')
  for (const { label, kind } of fields.filter(({ kind: of }) => of !== 'primary')) {
    expect(field(label)).toHaveAttribute('autocomplete', 'off')
    expect(field(label)).toHaveAttribute('data-1p-ignore')
    if (kind !== 'multiline') expect(field(label)).toHaveAttribute('spellcheck', 'false')
  }
})

test('nothing is called wrong while it is typed, before anybody saves', async () => {
  const user = userEvent.setup()
  render(<Form />)
  await user.type(field('Email'), 'nope')
  await user.tab()
  expect(field('Email')).toHaveAttribute('aria-invalid', 'false')
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
})

test('a failed check gathers every problem, in order, each leading to its field', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  render(<Form onSave={onSave} />)
  await user.type(field('Email'), 'nope')
  await user.click(save())
  expect(onSave).not.toHaveBeenCalled()
  expect(summary()).toHaveFocus()
  expect(within(summary()).getByRole('heading')).toHaveTextContent('There is a problem')
  const links = within(summary()).getAllByRole('link')
  expect(links.map((link) => link.textContent)).toEqual([
    'Enter the name',
    'Enter the email in the correct format, like name@example.com',
  ])
  expect(field('Name')).toBeInvalid()
  expect(field('Name')).toHaveAccessibleDescription('Enter the name')
  await user.click(links[1]!)
  expect(field('Email')).toHaveFocus()
  expect(field('Email')).toHaveValue('nope')
})

test('after a failed check each field is looked at again at every key', async () => {
  const user = userEvent.setup()
  render(<Form />)
  await user.click(save())
  await user.type(field('Name'), 'P')
  expect(field('Name')).not.toBeInvalid()
  await user.clear(field('Name'))
  expect(field('Name')).toBeInvalid()
})

test('saving again takes the focus to the summary again', async () => {
  const user = userEvent.setup()
  render(<Form />)
  await user.click(save())
  await user.click(field('Name'))
  await user.click(save())
  expect(summary()).toHaveFocus()
})

test('what passes is handed over checked and as typed', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  render(<Form onSave={onSave} />)
  await user.type(field('Name'), ' Priya Das ')
  await user.click(field('Primary contact'))
  await user.click(save())
  expect(onSave).toHaveBeenCalledExactlyOnceWith(
    { name: 'Priya Das', email: null, phone: null, role: null, is_primary: true, notes: null },
    { name: ' Priya Das ', email: '', phone: '', role: '', is_primary: true, notes: '' },
    'close',
  )
})

test('a refusal lands on the fields it names, the rest in the summary, and nothing is emptied', async () => {
  const user = userEvent.setup()
  const { rerender } = render(<Form typed={{ name: 'Priya', email: 'p@x.example' }} />)
  const problems = [
    { field: 'vat', message: 'The tax number is unknown' },
    { field: 'email', message: 'The domain does not exist' },
    { field: null, message: 'The customer is blocked' },
  ]
  rerender(<Form problems={problems} />)
  expect(summary()).toHaveFocus()
  expect(
    within(summary())
      .getAllByRole('listitem')
      .map((line) => line.textContent),
  ).toEqual([
    'Email: The domain does not exist',
    'The tax number is unknown',
    'The customer is blocked',
  ])
  expect(within(summary()).getAllByRole('link')).toHaveLength(1)
  expect(field('Email')).toHaveAccessibleDescription('The domain does not exist')
  expect(field('Name')).toHaveValue('Priya')

  // It was about another text; the other field keeps what is said about it.
  await user.type(field('Email'), 'x')
  expect(field('Email')).not.toBeInvalid()
  expect(field('Email')).toHaveValue('p@x.examplex')
  expect(summary()).toBeVisible()
})

test('the same refusal again is another one: the summary takes the focus again', () => {
  const refusal = () => [{ field: 'email', message: 'The domain does not exist' }]
  const { rerender } = render(<Form problems={refusal()} />)
  expect(summary()).toHaveFocus()
  act(() => field('Email').focus())
  rerender(<Form problems={refusal()} />)
  expect(summary()).toHaveFocus()
})

test('what the server refused can be sent again unchanged, and is no longer called wrong meanwhile', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  const problems = [{ field: 'email', message: 'The domain does not exist' }]
  render(<Form typed={{ name: 'P', email: 'p@x.example' }} problems={problems} onSave={onSave} />)
  await user.click(save())
  expect(onSave).toHaveBeenCalledTimes(1)
  expect(field('Email')).not.toBeInvalid()
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
})

test('two presses in one tick save once', async () => {
  const onSave = vi.fn<Save>(() => new Promise<void>(() => {}))
  render(<Form typed={{ name: 'Priya' }} onSave={onSave} />)
  fireEvent.click(save())
  fireEvent.click(save())
  fireEvent.submit(screen.getByRole('form'))
  await waitFor(() => expect(onSave).toHaveBeenCalled())
  await act(async () => {})
  fireEvent.click(save())
  await act(async () => {})
  expect(onSave).toHaveBeenCalledTimes(1)
})

test('while it is saved the fields stay open, and Save says so without letting go of the focus', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  const props = { typed: { name: 'Priya' }, another: true, onSave }
  const { rerender } = render(<Form {...props} />)
  save().focus()
  rerender(<Form {...props} busy />)
  const saving = screen.getByRole('button', { name: 'Saving…' })
  expect(saving).toHaveFocus()
  await user.click(saving)
  await user.click(screen.getByRole('button', { name: 'Save and new' }))
  await user.type(field('Name'), '!{Enter}')
  expect(field('Name')).toHaveValue('Priya!')
  expect(onSave).not.toHaveBeenCalled()
})

test.each([
  ['Enter in a line', '{Enter}', 'close'],
  ['Ctrl and Enter', '{Control>}{Enter}{/Control}', 'close'],
  ['⌘ and Enter', '{Meta>}{Enter}{/Meta}', 'close'],
  ['Ctrl and S', '{Control>}s{/Control}', 'close'],
  ['Ctrl, Shift and Enter', '{Control>}{Shift>}{Enter}{/Shift}{/Control}', 'another'],
])('%s saves', async (_, keys, next) => {
  if (keys.includes('Meta')) vi.spyOn(navigator, 'platform', 'get').mockReturnValue('MacIntel')
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  render(<Form typed={{ name: 'Priya' }} another onSave={onSave} />)
  await user.click(field('Email'))
  await user.keyboard(keys)
  expect(onSave).toHaveBeenCalledTimes(1)
  expect(onSave).toHaveBeenCalledWith(expect.anything(), expect.anything(), next)
})

test('in the notes Enter is a new line, and Ctrl with Enter saves', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  render(<Form typed={{ name: 'Priya' }} onSave={onSave} />)
  await user.type(field('Notes'), 'a{Enter}b')
  expect(onSave).not.toHaveBeenCalled()
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(onSave).toHaveBeenCalledTimes(1)
  expect(onSave.mock.calls[0]![0]).toMatchObject({ notes: 'a\nb' })
})

test('a shortcut pressed in another part of the page is not for the form', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  render(
    <>
      <input aria-label="Filter" />
      <Form typed={{ name: 'Priya' }} onSave={onSave} />
    </>,
  )
  await user.click(field('Filter'))
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(onSave).not.toHaveBeenCalled()
})

test('it tells what is typed at every key, and once when it starts or stops to differ', async () => {
  const user = userEvent.setup()
  const onDraft = vi.fn<(draft: Draft) => void>()
  const onDirtyChange = vi.fn<(dirty: boolean) => void>()
  render(<Form onDraft={onDraft} onDirtyChange={onDirtyChange} />)
  await user.type(field('Name'), 'ab')
  expect(onDraft.mock.calls.map(([draft]) => draft.name)).toEqual(['a', 'ab'])
  expect(onDirtyChange.mock.calls).toEqual([[true]])
  await user.clear(field('Name'))
  expect(onDirtyChange.mock.calls).toEqual([[true], [false]])
})

test('a suggestion that is picked counts as typed', async () => {
  const user = userEvent.setup()
  const onDraft = vi.fn<(draft: Draft) => void>()
  render(<Form suggestions={{ role: ['Billing', 'Treasurer'] }} onDraft={onDraft} />)
  await user.click(field('Role'))
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
    'Billing',
    'Treasurer',
  ])
  await user.click(screen.getByRole('option', { name: 'Treasurer' }))
  expect(onDraft).toHaveBeenLastCalledWith(expect.objectContaining({ role: 'Treasurer' }))
})

test('a draft that changes outside never replaces what was typed', async () => {
  const user = userEvent.setup()
  const { rerender } = render(<Form typed={{ name: 'Priya' }} />)
  await user.type(field('Name'), ' Das')
  rerender(<Form typed={{ name: 'Another person' }} />)
  expect(field('Name')).toHaveValue('Priya Das')
})

test('room is counted only near its end, in characters as people count them', async () => {
  const user = userEvent.setup()
  render(<Form />)
  await user.type(field('Name'), 'a'.repeat(14))
  expect(screen.queryByText(/left/)).not.toBeInTheDocument()
  await user.type(field('Name'), '😀')
  expect(screen.getByText('5 characters left')).toBeVisible()
  expect(field('Name')).not.toBeInvalid()
  await user.type(field('Name'), 'bcdefg')
  expect(screen.getByText('1 character too many')).toBeVisible()
})

test('a note stands beside its field and is read with it', () => {
  const note = 'Invoices move from Priya Das to this contact'
  render(<Form notes={{ is_primary: note, phone: 'UK' }} />)
  expect(field('Primary contact')).toHaveAccessibleDescription(note)
  expect(field('Phone')).toHaveAccessibleDescription(/Any spacing\s*UK/)
})
