import { expect } from 'vitest'
import { categoriesOf, type App, type Reply } from '../openApp.ts'

/** A record as Object Query tells it. */
export type Queried = { id: string } & Record<string, unknown>

interface Page {
  data: Queried[]
  nextPage?: string
}

/** Parameters in their order; those with several values come several times. */
export type Parameters = Record<string, string | number | boolean | readonly string[]>

export function pathOf(object: string, parameters: Parameters): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each))
  return `/object-query/${object}?${query.toString()}`
}

export async function pageOf(app: App, object: string, parameters: Parameters): Promise<Page> {
  const reply = await app.ask('GET', pathOf(object, parameters))
  expect([parameters, reply.status, reply.body]).toEqual([parameters, 200, reply.body])
  return reply.body as unknown as Page
}

/** All records, page after page. */
export async function allOf(
  app: App,
  object: string,
  parameters: Parameters,
  between: () => Promise<void> = async () => {},
): Promise<Queried[]> {
  const all: Queried[] = []
  let cursor: string | undefined
  do {
    const page = await pageOf(app, object, { ...parameters, ...(cursor && { cursor }) })
    all.push(...page.data)
    cursor = page.nextPage
    if (cursor) await between()
  } while (cursor)
  return all
}

export async function refusedQuery(
  app: App,
  object: string,
  parameters: Parameters,
): Promise<Reply> {
  const reply = await app.ask('GET', pathOf(object, parameters))
  expect([parameters, reply.status, categoriesOf(reply)]).toEqual([parameters, 400, [27]])
  expect(reply.body).not.toHaveProperty('success')
  return reply
}
