import { describe, expect, test } from 'vitest'
import { endpoints } from '#backends/dayzero/endpoints.ts'
import { openapi } from './conformance.ts'
import { nobody, openApp } from './openApp.ts'

const all = Object.entries(endpoints)

describe('every endpoint of the table', () => {
  test.each(all)('%s is in the document, with its success', (_, { method, path, success }) => {
    expect(openapi.paths[path]?.[method.toLowerCase()]?.responses).toHaveProperty(String(success))
  })

  test('is served', async () => {
    const { send } = await openApp()
    for (const [, { method, path }] of all) {
      const url = `http://day-zero.example${path.replace(/\{\w+\}/g, nobody)}`
      const reply = await send(new Request(url, { method }))
      // Without a token nothing else is said about an address that is served.
      expect([method, path, reply.status]).toEqual([method, path, 401])
    }
  })
})
