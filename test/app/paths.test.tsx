import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useRouter } from 'wouter'
import { formatPath, parsePath, type Place } from '#app/paths.ts'

const { parser } = renderHook(() => useRouter()).result.current

const nowhere = { customer: null, panel: null }

test.for<[string, Place | null]>([
  ['/', { workspace: '', ...nowhere }],
  ['/w/acme', { workspace: 'acme', ...nowhere }],
  ['/w/acme/', { workspace: 'acme', ...nowhere }],
  ['/w/acme/log', { workspace: 'acme', ...nowhere, page: 'log' }],
  ['/w/acme/c/7', { workspace: 'acme', customer: '7', panel: null }],
  ['/w/acme/c/7/contacts', { workspace: 'acme', customer: '7', panel: null }],
  ['/w/acme/c/7/contacts/new', { workspace: 'acme', customer: '7', panel: 'new' }],
  ['/w/acme/c/7/contacts/9', { workspace: 'acme', customer: '7', panel: { contact: '9' } }],
  [
    '/w/a%20b/c/x%2Fy/contacts/%C3%A9',
    { workspace: 'a b', customer: 'x/y', panel: { contact: 'é' } },
  ],
  ['/w/50%/c/%zz', { workspace: '50%', customer: '%zz', panel: null }],
  ['/w', null],
  ['/x/acme', null],
  ['/w/acme/log/more', null],
  ['/w/acme/c/7/other', null],
  ['/w/acme/c/7/contacts/9/more', null],
])('%s is read as the place it shows', ([path, place]) => {
  expect(parsePath(parser, path)).toEqual(place)
})

test('every place has an address that leads back to it', () => {
  const ids = ['7', 'a b', 'x/y', '?', '#', '%', 'é', '..', 'new%20']
  for (const id of ids) {
    const places: Place[] = [
      { workspace: id, ...nowhere },
      { workspace: 'acme', customer: id, panel: null },
      { workspace: 'acme', customer: '7', panel: 'new' },
      { workspace: 'acme', customer: '7', panel: { contact: id } },
    ]
    for (const place of places) expect(parsePath(parser, formatPath(place))).toEqual(place)
  }
})
