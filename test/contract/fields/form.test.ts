import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Field } from '#contract/fields/field.ts'
import { changesIn, changesSchemaOf, emptyDraft, schemaOf } from '#contract/fields/form.ts'
import { lengthOf } from '#contract/fields/kind.ts'

const fields: Field[] = [
  { name: 'name', label: 'Name', section: 's', kind: 'text', required: true, limit: 10 },
  { name: 'email', label: 'Email', section: 's', kind: 'email', limit: 254 },
  { name: 'notes', label: 'Notes', section: 's', kind: 'multiline', limit: 20 },
  { name: 'flag', label: 'Flag', section: 's', kind: 'primary' },
]
const schema = schemaOf(fields)
const filled = { name: 'Ann', email: 'ann@example.com', notes: '', flag: false }

function problems(draft: object): [string, string][] {
  const read = schema.safeParse(draft)
  return read.success ? [] : read.error.issues.map((issue) => [issue.path.join('.'), issue.message])
}

describe('the rule of a form', () => {
  it('trims, and takes nothing for nothing', () => {
    expect(schema.parse({ ...filled, name: '  Ann ', email: ' ' })).toEqual({
      name: 'Ann',
      email: null,
      notes: null,
      flag: false,
    })
  })

  it('names every field that is wrong, and says what to do', () => {
    expect(problems({ name: ' ', email: 'ann', notes: 'x'.repeat(23), flag: true })).toEqual([
      ['name', 'Enter the name'],
      ['email', 'Enter the email in the correct format, like name@example.com'],
      ['notes', 'Notes can have at most 20 characters. Remove 3'],
    ])
  })

  it('counts characters as people do, so that an emoji is one', () => {
    expect(problems({ ...filled, name: '🙂'.repeat(10) })).toEqual([])
    expect(problems({ ...filled, name: '🙂'.repeat(11) })).toHaveLength(1)
  })

  it.each(['a\u0000', '\ud800', 'a\udc00b'])('refuses text that nobody can store (%j)', (name) => {
    expect(problems({ ...filled, name })[0]?.[1]).toMatch(/cannot be stored/)
  })

  it('keeps line breaks for notes', () => {
    expect(problems({ ...filled, name: 'An\nn', notes: 'a\nb' })).toEqual([
      ['name', 'Name has to fit on one line. Take out the line break'],
    ])
  })

  it.each([
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'a b@example.com',
    'a@b.com; c@d.com',
    'Ann <a@b.com>',
    'a@@b.com',
  ])('%s is not an address', (email) => {
    expect(problems({ ...filled, email })).toHaveLength(1)
  })

  it.each(['ann@example.com', 'o’neil+tag@sub.example.co.uk', 'jörg@münchen.example', 'a@例え.jp'])(
    '%s may be an address',
    (email) => {
      expect(problems({ ...filled, email })).toEqual([])
    },
  )

  it('refuses what nobody asked for', () => {
    expect(problems({ ...filled, id: 'x' })).toHaveLength(1)
  })

  it('gives the same for its own result, so that browser and gateway agree', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 12 }),
    )
    fc.assert(
      fc.property(text, text, fc.boolean(), (name, notes, flag) => {
        const read = schema.safeParse({ ...filled, name, notes, flag })
        if (read.success) expect(schema.parse(read.data)).toEqual(read.data)
      }),
    )
  })
})

describe('an edit', () => {
  it('checks only the fields that change', () => {
    const changes = changesSchemaOf(fields)
    expect(changes.parse({ email: '' })).toEqual({ email: null })
    expect(changes.safeParse({ name: '' }).success).toBe(false)
    expect(changes.safeParse({ other: 'x' }).success).toBe(false)
  })

  it('sends only what differs, and null for what was emptied', () => {
    const opened = { name: 'Ann', email: 'ann@example.com', notes: null, flag: true }
    expect(changesIn({ ...opened, email: null, notes: 'Hi' }, opened)).toEqual({
      email: null,
      notes: 'Hi',
    })
    expect(changesIn(opened, opened)).toEqual({})
  })
})

it('an empty form holds empty text and open ticks', () => {
  expect(emptyDraft(fields)).toEqual({ name: '', email: '', notes: '', flag: false })
})

it('length is counted in code points', () => {
  expect(lengthOf('a🙂é')).toBe(3)
})
