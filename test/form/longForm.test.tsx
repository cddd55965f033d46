import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ComponentProps } from 'react'
import { expect, test, vi } from 'vitest'
import { emptyDraft, schemaOf } from '#contract/fields/form.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import type { Save } from '#form/useSubmit.ts'
import { fields, sections } from './longForm.ts'

type Props = Partial<ComponentProps<typeof FieldsForm>> & { typed?: Draft }

const none: [] = []

function Form({ typed, ...props }: Props) {
  return (
    <FieldsForm
      name="Edit contact"
      fields={fields}
      sections={sections}
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

const named = { first: 'Priya', last: 'Das' }

function field(label: string) {
  return screen.getByLabelText(label)
}

function fold(title: string) {
  return screen.getByRole('button', { name: title })
}

function group(title: string) {
  return screen.getByRole('group', { name: title })
}

function options() {
  return screen.queryAllByRole('option').map((option) => option.textContent)
}

async function save() {
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
}

test('each kind is typed into the input that fits it, and none of them mends what is typed', () => {
  render(<Form typed={{ site: 'https://x.example' }} />)
  expect(field('Web site')).toHaveAttribute('inputmode', 'url')
  expect(field('Score')).toHaveAttribute('inputmode', 'decimal')
  expect(field('Age')).toHaveAttribute('inputmode', 'numeric')
  for (const label of ['Web site', 'Score', 'Age'])
    expect(field(label)).not.toHaveAttribute('type', expect.stringMatching(/number|url/))
  expect(field('Since')).toHaveAttribute('type', 'date')
  expect(screen.getByRole('checkbox', { name: 'Has signed' })).not.toBeChecked()
  expect(screen.getByRole('combobox', { name: 'Country' })).toBeInstanceOf(HTMLInputElement)
})

test('a choice starts empty, and a stored one that is no choice any more is kept', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  const { unmount } = render(<Form typed={{ ...named, phone: '1' }} onSave={onSave} />)
  expect(field('Phone type')).toHaveValue('')
  await user.selectOptions(field('Phone type'), 'Home')
  await save()
  expect(onSave.mock.lastCall?.[0]).toMatchObject({ phoneType: 'Home' })
  unmount()

  const stored = { ...named, phone: '1', phoneType: 'Pager' }
  render(<Form typed={stored} schema={schemaOf(fields, stored)} onSave={onSave} />)
  expect(field('Phone type')).toHaveValue('Pager')
  await user.selectOptions(field('Phone type'), 'Home')
  await user.selectOptions(field('Phone type'), 'Pager')
  await save()
  expect(onSave.mock.lastCall?.[0]).toMatchObject({ phoneType: 'Pager' })
})

test('half a date is called wrong, not taken for none', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  render(<Form typed={{ ...named, site: 'https://x.example' }} onSave={onSave} />)
  // A browser says so by this alone; jsdom cannot be typed a part of a date.
  const validity = vi.spyOn(field('Since') as HTMLInputElement, 'validity', 'get')
  validity.mockReturnValue({ badInput: true } as ValidityState)
  await save()
  expect(onSave).not.toHaveBeenCalled()
  expect(field('Since')).toHaveAccessibleDescription(/year, month and day/)
  validity.mockReturnValue({ badInput: false } as ValidityState)
  fireEvent.change(field('Since'), { target: { value: '2026-03-31' } })
  await user.click(screen.getByRole('button', { name: 'Save' }))
  expect(onSave.mock.lastCall?.[0]).toMatchObject({ since: '2026-03-31' })
})

test('a code that is typed becomes the name when the field is left, unless nobody touched it', async () => {
  const user = userEvent.setup()
  const onDraft = vi.fn<(draft: Draft) => void>()
  render(<Form typed={{ country: 'DE' }} onDraft={onDraft} />)
  await user.click(field('Country'))
  await user.tab()
  expect(field('Country')).toHaveValue('DE')
  expect(onDraft).not.toHaveBeenCalled()
  await user.clear(field('Country'))
  await user.type(field('Country'), ' us ')
  expect(field('Country')).toHaveValue(' us ')
  await user.tab()
  expect(field('Country')).toHaveValue('United States')
  expect(onDraft).toHaveBeenLastCalledWith(expect.objectContaining({ country: 'United States' }))
  await user.clear(field('Country'))
  await user.type(field('Country'), 'Atlantis')
  await user.tab()
  expect(field('Country')).toHaveValue('Atlantis')
})

test('what is offered shows its code, and is found by it', async () => {
  const user = userEvent.setup()
  render(<Form />)
  await user.type(field('Country'), 'sd')
  expect(options()).toEqual(['SudanSD'])
  await user.keyboard('{ArrowDown}{Enter}')
  expect(field('Country')).toHaveValue('Sudan')
})

test('states follow the country, and what was typed stays until it is saved', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  render(<Form typed={named} onSave={onSave} />)
  const state = field('State')
  expect(state).not.toHaveAttribute('role')
  await user.type(field('Country'), 'United States')
  expect(field('State')).toBe(state)
  await user.click(state)
  expect(field('State')).toHaveAttribute('role', 'combobox')
  expect(options()).toEqual(['CaliforniaCA', 'TexasTX'])
  await user.keyboard('tx')
  await user.tab()
  expect(field('State')).toHaveValue('Texas')

  await user.clear(field('Country'))
  await user.type(field('Country'), 'Australia')
  expect(field('State')).toHaveValue('Texas')
  // The list is what is known of a country: the billing system may know more of it.
  await save()
  expect(onSave.mock.lastCall?.[0]).toMatchObject({ country: 'Australia', state: 'Texas' })
  await user.clear(field('Country'))
  await user.type(field('Country'), 'Germany')
  expect(field('State')).not.toHaveAttribute('role')
  expect(field('State')).toHaveValue('Texas')
})

test('a field that goes with another is there while that one holds something, with its text kept', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  render(<Form typed={named} onSave={onSave} />)
  expect(screen.queryByLabelText('Phone type')).not.toBeInTheDocument()
  await user.type(field('Phone'), '1')
  await user.tab()
  expect(field('Phone type')).toHaveFocus()
  await user.selectOptions(field('Phone type'), 'Work')
  await user.clear(field('Phone'))
  expect(screen.queryByLabelText('Phone type')).not.toBeInTheDocument()
  await save()
  expect(onSave.mock.lastCall?.[0]).toMatchObject({ phone: null, phoneType: null })
  await user.type(field('Phone'), '2')
  expect(field('Phone type')).toHaveValue('Work')
})

test('what was wrong with such a field is mended by emptying the one it goes with', async () => {
  const user = userEvent.setup()
  const onSave = vi.fn<Save>()
  render(<Form typed={{ ...named, phone: '1' }} onSave={onSave} />)
  await save()
  expect(field('Phone type')).toHaveAccessibleDescription('Enter the phone type')
  const wrong = () => screen.queryByRole('link', { name: /has a problem/ })
  expect(wrong()).toBeInTheDocument()
  await user.clear(field('Phone'))
  expect(wrong()).not.toBeInTheDocument()
  await save()
  expect(onSave).toHaveBeenCalledTimes(1)
})

test('what is said about a field that is not there stands in the summary, without a link', async () => {
  const user = userEvent.setup()
  const problems = [
    { field: 'phoneType', message: 'Tell what phone this is' },
    { field: 'vat', message: 'The tax number is unknown' },
    { field: 'city', message: 'There is no such city' },
  ]
  render(<Form problems={problems} />)
  const summary = screen.getByRole('alert')
  expect(
    within(summary)
      .getAllByRole('listitem')
      .map((line) => line.textContent),
  ).toEqual(['There is no such city', 'Tell what phone this is', 'The tax number is unknown'])
  expect(within(summary).getAllByRole('link')).toHaveLength(1)
  await user.type(field('Phone'), '1')
  expect(field('Phone type')).not.toBeInvalid()
  expect(summary).toHaveTextContent('Tell what phone this is')
})

test('a group says how much of what it asks is filled in', async () => {
  const user = userEvent.setup()
  render(<Form />)
  expect(within(group('Reach')).getByText('0 of 5 filled in')).toBeInTheDocument()
  await user.type(field('Phone'), '1')
  expect(within(group('Reach')).getByText('1 of 6 filled in')).toBeInTheDocument()
  await user.click(fold('More'))
  await user.click(field('Has signed'))
  expect(fold('More')).toHaveAccessibleDescription('1 of 6 filled in')
})

test('a folded group is out of the way until its button is pressed', async () => {
  const user = userEvent.setup()
  render(<Form />)
  expect(fold('More')).toHaveAttribute('aria-expanded', 'false')
  expect(fold('More')).toHaveAccessibleDescription('0 of 6 filled in')
  expect(field('Web site')).not.toBeVisible()
  field('County').focus()
  await user.tab()
  expect(fold('More')).toHaveFocus()
  await user.tab()
  expect(fold('Note')).toHaveFocus()
  await user.tab({ shift: true })
  await user.keyboard('{Enter}')
  expect(fold('More')).toHaveAttribute('aria-expanded', 'true')
  await user.tab()
  expect(field('Web site')).toHaveFocus()
})

test('a group that holds something when the form opens, or in the contact, starts open', () => {
  const { unmount } = render(<Form typed={{ note: 'Ring twice' }} />)
  expect(fold('Note')).toHaveAttribute('aria-expanded', 'true')
  expect(fold('More')).toHaveAttribute('aria-expanded', 'false')
  unmount()
  render(<Form stored={{ note: 'Ring twice' }} />)
  expect(field('Description')).toBeVisible()
})

test('a folded group that holds a problem opens by itself, and again for the link to it', async () => {
  const user = userEvent.setup()
  render(<Form typed={named} />)
  await user.click(fold('More'))
  await user.type(field('Web site'), 'x')
  await user.click(fold('More'))
  await save()
  expect(screen.getByRole('alert')).toHaveFocus()
  expect(field('Web site')).toBeVisible()
  await user.click(fold('More'))
  await user.click(within(screen.getByRole('alert')).getByRole('link'))
  expect(field('Web site')).toBeVisible()
  expect(field('Web site')).toHaveFocus()
})

test('a folded group opens for what the server refuses in it', () => {
  const { rerender } = render(<Form />)
  rerender(<Form problems={[{ field: 'note', message: 'Too rude' }]} />)
  expect(field('Description')).toBeVisible()
  expect(field('Web site')).not.toBeVisible()
  expect(screen.getByRole('alert')).toHaveFocus()
})

test('the outline leads to each group, opens it, and shows where something is wrong', async () => {
  const user = userEvent.setup()
  render(<Form />)
  const outline = within(screen.getByRole('navigation', { name: 'Sections' }))
  expect(outline.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(
    sections.map(({ title }) => `#${group(title!).id}`),
  )
  await user.click(outline.getByRole('link', { name: /^Note/ }))
  expect(group('Note')).toHaveFocus()
  expect(field('Description')).toBeVisible()
  await save()
  const wrong = () =>
    outline.queryAllByRole('link', { name: /has a problem/ }).map((link) => link.textContent)
  expect(wrong()).toEqual([expect.stringMatching(/^Who/)])
  await user.type(field('First name'), 'P')
  await user.type(field('Last name'), 'D')
  expect(wrong()).toEqual([])
  expect(outline.getByRole('link', { name: /^Who.*2 of 3 filled in$/ })).toBeInTheDocument()
})

test('a short form has no outline', () => {
  render(<Form sections={sections.slice(0, 2)} />)
  expect(screen.queryByRole('navigation')).not.toBeInTheDocument()
})

test('what the contact holds and the form does not is said to be emptied, until it is typed again', async () => {
  const user = userEvent.setup()
  const stored = { ...emptyDraft(fields), ...named, city: 'Bath', country: 'Germany' }
  render(<Form typed={stored} stored={stored} />)
  expect(screen.queryByText('Will be emptied')).not.toBeInTheDocument()
  await user.clear(field('City'))
  await user.type(field('City'), ' ')
  expect(field('City')).toHaveAccessibleDescription('Will be emptied')
  await user.clear(field('Country'))
  expect(field('Country')).toHaveAccessibleDescription('Will be emptied')
  // It will not be: saving is refused instead.
  await user.clear(field('Last name'))
  expect(field('Last name')).not.toHaveAccessibleDescription()
  await user.type(field('City'), 'Bath')
  expect(field('City')).not.toHaveAccessibleDescription()
})
