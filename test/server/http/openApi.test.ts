import { beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { outcomeSchema } from '#contract/api/submission.ts'
import {
  aCreate,
  customer,
  openGateway,
  workspaceOn,
  writing,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

const schema = z.looseObject({})
const operationSchema = z.strictObject({
  summary: z.string().check(z.minLength(5)),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(['path', 'query', 'header']),
      required: z.boolean(),
      schema,
    }),
  ),
  requestBody: z.optional(z.looseObject({ required: z.literal(true) })),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
})
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.strictObject({ get: z.optional(operationSchema), put: z.optional(operationSchema) }),
  ),
})

let gateway: Gateway
let paths: z.infer<typeof documentSchema>['paths']

beforeAll(async () => {
  gateway = await openGateway({ workspaces: [workspaceOn(memoryBackend(customer))] })
  const answer = await gateway.ask('/api/openapi.json')
  paths = z.parse(documentSchema, await answer.json()).paths
})

test('the document names every address of the API', () => {
  expect(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  ).toEqual([
    'GET /api/session',
    'GET /api/session/drafts-key',
    'GET /api/session/shortcuts',
    'PUT /api/session/shortcuts',
    'GET /api/sessions',
    'PUT /api/sessions',
    'PUT /api/sessions/{session}',
    'GET /api/workspaces',
    'GET /api/workspaces/{workspace}/health',
    'GET /api/workspaces/{workspace}/settings',
    'GET /api/workspaces/{workspace}/probes',
    'GET /api/workspaces/{workspace}/customers',
    'GET /api/workspaces/{workspace}/recipients',
    'GET /api/workspaces/{workspace}/customers/{customer}',
    'GET /api/workspaces/{workspace}/customers/{customer}/contacts',
    'GET /api/workspaces/{workspace}/customers/{customer}/contacts/{contact}',
    'GET /api/workspaces/{workspace}/customers/{customer}/created',
    'GET /api/workspaces/{workspace}/submissions/{id}',
    'PUT /api/workspaces/{workspace}/submissions/{id}',
    'PUT /api/workspaces/{workspace}/submissions/{id}/contact',
    'GET /api/workspaces/{workspace}/receipts',
    'PUT /api/workspaces/{workspace}/submissions/{id}/duplicate',
    'GET /api/workspaces/{workspace}/log',
    'GET /api/openapi.json',
  ])
})

test('every address of the document is there, takes the methods it names and no other', async () => {
  const { submissionId, contact } = await savedContact()
  const example: Record<string, string> = {
    workspace: 'desk',
    customer: customer.id,
    contact,
    id: submissionId,
  }
  /** What an address cannot do without. */
  const needed: Record<string, string> = {
    '/api/workspaces/{workspace}/recipients': `?customers=${customer.id}`,
  }
  for (const [path, operations] of Object.entries(paths)) {
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => example[name]!)
    for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
      const documented = method.toLowerCase() in operations
      const init = method === 'GET' ? {} : { ...writing('{}'), method }
      const { status } = await gateway.ask(address + (needed[path] ?? ''), init)
      const there = method === 'GET' ? 200 : 400
      expect([method, path, status]).toEqual([method, path, documented ? there : 405])
    }
  }
})

async function savedContact() {
  const submissionId = '01890000-0000-7000-8000-00000000abcd'
  const answer = await gateway.submit(aCreate(), submissionId)
  const outcome = z.parse(outcomeSchema, await answer.json())
  if (outcome.state !== 'succeeded' || !outcome.contact) throw new Error('nothing was saved')
  return { submissionId, contact: outcome.contact.id }
}

test('each operation names its parameters, and only those that the address has', () => {
  for (const [path, operations] of Object.entries(paths))
    for (const operation of Object.values(operations)) {
      const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
      expect(inPath.map((parameter) => `{${parameter.name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
      expect(inPath.every((parameter) => parameter.required)).toBe(true)
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', 'default']))
    }
  const query = paths['/api/workspaces/{workspace}/customers']!.get!.parameters.slice(1)
  expect(query).toMatchObject([
    { name: 'cursor', in: 'query', required: false, schema: { type: 'string' } },
    { name: 'limit', required: false, schema: { type: 'integer', maximum: 1000, default: 20 } },
    { name: 'search', required: false, schema: { type: 'string', maxLength: 200 } },
    {
      name: 'sort',
      required: false,
      schema: { enum: ['name', '-name', 'number', '-number', 'changed', '-changed'] },
    },
  ])
  const write = paths['/api/workspaces/{workspace}/submissions/{id}']!.put!
  expect(write.parameters).toContainEqual(
    expect.objectContaining({ name: 'x-contact-desk', in: 'header', required: true }),
  )
  expect(Object.keys(write.responses)).toEqual(['200', '202', 'default'])
})
