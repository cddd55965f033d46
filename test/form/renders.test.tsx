import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Profiler } from 'react'
import { expect, test } from 'vitest'
import type { Field } from '#contract/fields/field.ts'
import { emptyDraft, schemaOf } from '#contract/fields/form.ts'
import { FieldsForm } from '#form/FieldsForm.tsx'
import { fields, partsFetched, sections } from './longForm.ts'

/**
 * A form of 23 fields that tells what of it is drawn: `form`, or a field by its name. A field reads
 * its hint when it is drawn and at no other time.
 */
function countedForm() {
  const drawn = new Set<string>()
  let commits = 0
  const counted = fields.map((field): Field =>
    Object.defineProperty({ ...field }, 'hint', {
      // Not copied along with the rest of the field.
      enumerable: false,
      get: () => void drawn.add(field.name),
    }),
  )
  const notes = {
    get first() {
      drawn.add('form')
      return undefined
    },
  }
  const schema = schemaOf(counted)
  const element = (
    <Profiler id="form" onRender={() => (commits += 1)}>
      <FieldsForm
        name="Edit contact"
        fields={counted}
        sections={sections}
        draft={emptyDraft(fields)}
        schema={schema}
        problems={[]}
        notes={notes}
        busy={false}
        onSave={() => {}}
        onCancel={() => {}}
      />
    </Profiler>
  )
  return {
    element,
    /** What was drawn since the last time, and in how many goes. */
    drawn() {
      const seen = { commits, drawn: [...drawn] }
      drawn.clear()
      commits = 0
      return seen
    },
  }
}

test('a key draws nothing but what it changes, however long the form is', async () => {
  const user = userEvent.setup()
  const form = countedForm()
  render(form.element)
  await partsFetched()
  // The form and all its fields but one, which is not asked for yet.
  expect(form.drawn().drawn).toHaveLength(1 + fields.length - 1)
  const type = (label: string, keys: string) => user.type(screen.getByLabelText(label), keys)

  // The first key fills a field in, so two counts are drawn: beside the title and in the outline.
  await type('City', 'B')
  expect(form.drawn()).toEqual({ commits: 1, drawn: [] })
  await type('City', 'ath')
  expect(form.drawn()).toEqual({ commits: 0, drawn: [] })

  await type('Phone', '1')
  expect(form.drawn().drawn).toEqual(['phoneType'])
  await type('Phone', '23')
  expect(form.drawn()).toEqual({ commits: 0, drawn: [] })

  await type('Country', 'United State')
  expect(form.drawn().drawn).toEqual([])
  await type('Country', 's')
  expect(form.drawn().drawn).toEqual(['state'])
})

test('after a refused save a key draws its own field alone', async () => {
  const user = userEvent.setup()
  const form = countedForm()
  render(form.element)
  await partsFetched()
  await user.click(screen.getByRole('button', { name: 'Save' }))
  expect(screen.getByLabelText('First name')).toBeInvalid()
  form.drawn()

  await user.type(screen.getByLabelText('First name'), 'P')
  expect(form.drawn().drawn).toEqual(['first'])
  await user.type(screen.getByLabelText('First name'), 'riya')
  await user.type(screen.getByLabelText('City'), 'Bath')
  expect(form.drawn().drawn).toEqual([])
})
