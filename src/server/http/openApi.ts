import * as z from 'zod/mini'
import { deskHeader, failureSchema } from '#contract/api/api.ts'
import type { Route } from './route.ts'

/** The OpenAPI 3.1 document of the same table that mounts the routes. */
export function openApiOf(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes)
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route)
  return {
    openapi: '3.1.0',
    info: { title: 'Contact Desk', version },
    paths,
    components: { schemas: { Failure: jsonSchemaOf(failureSchema, 'output') } },
  }
}

function operationOf(route: Route): Record<string, unknown> {
  const header = { name: deskHeader, in: 'header', required: true, schema: { const: '1' } }
  return {
    summary: route.summary,
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.body ? [header] : []),
    ],
    ...(route.body && {
      requestBody: { required: true, content: json(jsonSchemaOf(route.body, 'input')) },
    }),
    responses: {
      ...Object.fromEntries(
        route.statuses.map((status) => [
          status,
          { description: meanings[status], content: json(jsonSchemaOf(route.reply, 'output')) },
        ]),
      ),
      default: {
        description: 'Why not, with a reference that is found in the log',
        content: json({ $ref: '#/components/schemas/Failure' }),
      },
    },
  }
}

const meanings = { 200: 'Done', 202: 'Not settled yet: ask again' }

function parametersOf(schema: z.ZodMiniType, place: 'path' | 'query'): unknown[] {
  // Optional properties come from the input schema, bounds from the output schema.
  const required = new Set(jsonSchemaOf(schema, 'input').required)
  const { properties = {} } = jsonSchemaOf(schema, 'output')
  return Object.entries(properties).map(([name, outgoing]) => ({
    name,
    in: place,
    required: required.has(name),
    schema: outgoing,
  }))
}

function json(schema: object) {
  return { 'application/json': { schema } }
}

interface JsonSchema {
  properties?: Record<string, object>
  required?: string[]
}

function jsonSchemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  // Its own type is wider (a property may be `true`); ours never are.
  return rest as JsonSchema
}
