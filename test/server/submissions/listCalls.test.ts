import { expect, test } from 'vitest'
import { dayzero } from '#backends/dayzero/vendor.ts'
import { embeddedWorkspace, openGateway } from '../../helpers/gateway.ts'
import type { OpenWorkspace } from '#server/app.ts'

const held = Array.from({ length: 2000 }, (_, index) => ({
  id: `k${index}`,
  entity_type: 'customer',
  entity_id: 'c1',
  name: `Person ${index}`,
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-01-02T03:04:05Z',
}))

/** A Day Zero with 2,000 contacts at one customer, that keeps to the pages it documents. */
async function asked(request: Request): Promise<Response> {
  if (request.method === 'POST')
    return Response.json({ ...held[0], id: 'new', name: 'Pat' }, { status: 201 })
  const { searchParams } = new URL(request.url)
  const limit = Math.min(Number(searchParams.get('limit') ?? 50), 1000)
  const from = Number(searchParams.get('cursor') ?? 0)
  const hasNext = from + limit < held.length
  return Response.json({
    items: held.slice(from, from + limit),
    has_next: hasNext,
    next_cursor: hasNext ? String(from + limit) : null,
  })
}

test('a create at a customer with 2,000 contacts reads two pages and writes once', async () => {
  const lines: string[] = []
  const settings = { address: 'https://dayzero.example', token: 'dz_t' }
  const backend = dayzero.connect(
    { ...(dayzero.embedded.settings as object), ...settings },
    (request) => {
      lines.push(request.method)
      return asked(request)
    },
  )
  const workspace: OpenWorkspace = embeddedWorkspace(dayzero, backend)
  const gateway = await openGateway({ workspaces: [workspace] })
  const create = {
    op: 'create',
    revision: 1,
    customer: 'c1',
    values: { name: 'Pat', is_primary: false },
  }
  expect((await gateway.submit(create, undefined, workspace.id)).status).toBe(200)
  expect(lines).toEqual(['GET', 'GET', 'POST'])
})
