import { describe, expect, test } from 'vitest'
import { violationsIn } from './imports.ts'
import { sourcesOfSrc, type Sources } from './source.ts'

test('every import in src keeps to the rules', () => {
  const sources = sourcesOfSrc()
  expect(Object.keys(sources).length).toBeGreaterThan(20)
  expect(violationsIn(sources)).toEqual([])
})

/** A small tree in which all is well. Each case below breaks it in one way. */
const sound: Sources = {
  'main.tsx': `import { App } from '#app/App.tsx'`,
  'app/App.tsx': `
    import { Desk } from './Desk.tsx'
    import { doors } from '#backends/fields.ts'
    export const App = [Desk, doors]`,
  'app/Desk.tsx': `
    import { ContactList } from '#contacts/ContactList.tsx'
    export const Desk = ContactList`,
  'backends/fields.ts': `export const doors = { dayzero: () => import('./dayzero/fields.ts') }`,
  'backends/vendors.ts': `
    import { vendor } from './dayzero/vendor.ts'
    export const vendors = [vendor]`,
  'backends/dayzero/fields.ts': `
    import { words } from './en.ts'
    import type { Form } from '#contract/field.ts'
    export const form: Form = { words }`,
  'backends/dayzero/en.ts': `export const words = {}`,
  'backends/dayzero/wire.ts': `
    import * as z from 'zod/mini'
    export const wire = z.string()`,
  'backends/dayzero/vendor.ts': `
    import { form } from './fields.ts'
    import { wire } from './wire.ts'
    import { app } from './embedded/app.ts'
    export const vendor = [form, wire, app]`,
  'backends/dayzero/embedded/app.ts': `
    import { Hono } from 'hono'
    import schema from './schema.sql?raw'
    import { wire } from '#backends/dayzero/wire.ts'
    export const app = [Hono, schema, wire]`,
  'backends/dayzero/embedded/schema.sql': `create table contact ()`,
  'backends/zuora/wire.ts': `export const wire = 1`,
  'contacts/ContactList.tsx': `
    import { Button } from '#ui/Button.tsx'
    import styles from './ContactList.module.css'
    export const ContactList = [Button, styles]`,
  'contacts/ContactList.module.css': `.row {}`,
  'customers/CustomerPicker.tsx': `export const CustomerPicker = 1`,
  'contract/field.ts': `export type Form = object`,
  'text/text.ts': `export const text = {}`,
  'ui/Button.tsx': `
    import { text } from '#text/text.ts'
    export const Button = text`,
  'server/main.ts': `
    import { vendors } from '#backends/vendors.ts'
    import { serve } from '@hono/node-server'
    import { join } from 'node:path'
    export const main = [vendors, serve, join]`,
}

/** The sound tree with one file's source put in place, or a line put before it. */
function planted(path: string, line: string, { alone = false } = {}): Sources {
  return { ...sound, [path]: alone ? line : `${line}\n${sound[path] ?? ''}` }
}

test('a sound tree has no violations', () => {
  expect(violationsIn(sound)).toEqual([])
})

describe('the checker sees', () => {
  const cases: [what: string, path: string, line: string, says: string][] = [
    [
      'a feature that reaches another feature',
      'contacts/ContactList.tsx',
      `import '#customers/CustomerPicker.tsx'`,
      'contacts/ContactList.tsx may not reach customers/CustomerPicker.tsx',
    ],
    [
      'a feature that reaches a vendor',
      'contacts/ContactList.tsx',
      `import '#backends/dayzero/fields.ts'`,
      'may not reach backends/dayzero/fields.ts',
    ],
    [
      'a feature that reaches the door of the vendors',
      'contacts/ContactList.tsx',
      `import '#backends/fields.ts'`,
      'may not reach backends/fields.ts',
    ],
    [
      'a widget that knows a contact, even by type only',
      'ui/Button.tsx',
      `import type { Form } from '#contract/field.ts'`,
      'ui/Button.tsx may not reach contract/field.ts',
    ],
    [
      'a widget that knows the form library',
      'ui/Button.tsx',
      `import { useForm } from 'react-hook-form'`,
      'may not use the package react-hook-form',
    ],
    [
      'a vendor that reaches another vendor',
      'backends/dayzero/wire.ts',
      `import '#backends/zuora/wire.ts'`,
      'backends/dayzero/wire.ts may not reach backends/zuora/wire.ts',
    ],
    [
      'an embedded vendor that reaches another vendor',
      'backends/dayzero/embedded/app.ts',
      `import '#backends/zuora/wire.ts'`,
      'may not reach backends/zuora/wire.ts',
    ],
    [
      "fields that reach the vendor's wire",
      'backends/dayzero/fields.ts',
      `import { wire } from './wire.ts'`,
      'backends/dayzero/fields.ts may not reach backends/dayzero/wire.ts',
    ],
    [
      "a vendor's wire that is given to the browser by a detour",
      'backends/dayzero/en.ts',
      `const wire = import('./wire.ts')`,
      'the browser is given backends/dayzero/wire.ts, through backends/dayzero/en.ts',
    ],
    [
      'server code that is given to the browser',
      'app/Desk.tsx',
      `const main = import('#server/main.ts')`,
      'the browser is given server/main.ts',
    ],
    [
      'an app that opens the door of the server',
      'app/App.tsx',
      `export type { vendors } from '#backends/vendors.ts'`,
      'app/App.tsx may not reach backends/vendors.ts',
    ],
    [
      'React in the server',
      'server/main.ts',
      `import { useState } from 'react'`,
      'server/main.ts may not use the package react',
    ],
    [
      'a server that picks a vendor by name',
      'server/main.ts',
      `import '#backends/dayzero/vendor.ts'`,
      'may not reach backends/dayzero/vendor.ts',
    ],
    [
      'Node in the browser',
      'contacts/ContactList.tsx',
      `import 'node:fs'`,
      'may not use the package node:fs',
    ],
    [
      'the whole of zod',
      'contract/field.ts',
      `import * as z from 'zod'`,
      'contract/field.ts may not use the package zod',
    ],
    [
      'a package hidden in a type',
      'contract/field.ts',
      `export type Late = import('react').ReactNode`,
      'contract/field.ts may not use the package react',
    ],
    [
      'text that reaches anything',
      'text/text.ts',
      `import '#contract/field.ts'`,
      'text/text.ts may not reach contract/field.ts',
    ],
    [
      'src that reaches test',
      'contract/field.ts',
      `import '../../test/setup/noise.ts'`,
      'outside of src',
    ],
    [
      'a climb with ../ across folders',
      'contacts/ContactList.tsx',
      `import '../ui/Button.tsx'`,
      'write ./ inside a folder and # across folders',
    ],
    [
      'a # for a file in the same folder',
      'app/App.tsx',
      `import '#app/Desk.tsx'`,
      'write ./ inside a folder and # across folders',
    ],
    [
      'a file that is not there',
      'app/App.tsx',
      `import './Gone.tsx'`,
      'imports ./Gone.tsx, which is not there',
    ],
    ['a folder nobody planned', 'utils/misc.ts', `import 'react'`, 'a folder without a rule'],
    [
      'a cycle',
      'app/Desk.tsx',
      `import type { App } from './App.tsx'`,
      'a cycle: app/App.tsx → app/Desk.tsx → app/App.tsx',
    ],
    ['a file that imports itself', 'ui/Button.tsx', `import './Button.tsx'`, 'a cycle: ui/Button'],
  ]

  test.each(cases)('%s', (_, path, line, says) => {
    expect(violationsIn(planted(path, line)).join('\n')).toContain(says)
  })

  test('a file that only passes on what others export', () => {
    const barrel = `export * from './Button.tsx'`
    expect(violationsIn(planted('ui/index.ts', barrel, { alone: true }))).toEqual([
      'ui/index.ts only passes on what other files export',
    ])
  })
})
