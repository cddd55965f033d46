import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import document from '../../fixtures/zuora/openapi.json?raw'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  explode?: boolean
  schema: AnySchemaObject & { type?: string }
}

type Ref = { $ref: string }
type Content = Record<string, { schema: AnySchemaObject }>

interface Answer {
  headers?: Record<string, Ref>
  content?: Content
}

interface Described {
  operationId: string
  parameters?: (Parameter | Ref)[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, Answer | Ref>
}

type PathItem = Partial<Record<string, Described>> & { parameters?: (Parameter | Ref)[] }

/** Zuora's API as put together from its documentation: as much of the document as is asked. */
const openapi = JSON.parse(document) as {
  paths: Record<string, PathItem>
  components: {
    parameters: Record<string, Parameter>
    responses: Record<string, Answer>
    headers: Record<string, { required?: boolean; schema: AnySchemaObject & { type?: string } }>
  }
}

const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false })
addFormats.default(ajv)
ajv.addSchema({ ...openapi, $id: 'openapi' })

/** One operation of the document. */
export interface Operation {
  id: string
  method: string
  path: string
  parameters: Parameter[]
  described: Described
}

const methods = ['get', 'put', 'post', 'delete', 'patch']

export const operations: readonly Operation[] = Object.entries(openapi.paths).flatMap(
  ([path, item]) =>
    methods.flatMap((method) => {
      const described = item[method]
      if (!described) return []
      const parameters = [...(item.parameters ?? []), ...(described.parameters ?? [])].map((it) =>
        '$ref' in it ? openapi.components.parameters[nameIn(it)]! : it,
      )
      return [
        { id: described.operationId, method: method.toUpperCase(), path, parameters, described },
      ]
    }),
)

export function operation(id: string): Operation {
  const found = operations.find((each) => each.id === id)
  if (!found) throw new Error(`no operation ${id} in the document`)
  return found
}

function nameIn({ $ref }: Ref): string {
  return $ref.slice($ref.lastIndexOf('/') + 1)
}

export interface Asked {
  params: Record<string, string>
  query: [string, string][]
  headers: Record<string, string>
  body: unknown
}

/** What is wrong with a request by the document. */
export function wrongWithRequest({ parameters, described }: Operation, asked: Asked): string[] {
  const given: Record<Parameter['in'], [string, string][]> = {
    path: Object.entries(asked.params),
    query: asked.query,
    header: Object.entries(asked.headers),
  }
  const wrong: string[] = []
  for (const place of ['path', 'query', 'header'] as const) {
    const same = (one: string, other: string) =>
      place === 'header' ? one.toLowerCase() === other.toLowerCase() : one === other
    const declared = parameters.filter((it) => it.in === place)
    for (const [name] of given[place])
      if (!declared.some((it) => same(it.name, name)))
        wrong.push(`${place} ${name} is not declared`)
    for (const parameter of declared) {
      const values = given[place].filter(([name]) => same(parameter.name, name)).map(([, it]) => it)
      if (values.length > 0) wrong.push(...wrongBy(parameter.schema, valueOf(parameter, values)))
      else if (parameter.required) wrong.push(`${place} ${parameter.name} is missing`)
    }
  }
  const [media] = Object.values(described.requestBody?.content ?? {})
  if (media && asked.body !== undefined) wrong.push(...wrongBy(media.schema, asked.body))
  else if (described.requestBody?.required) wrong.push('the body is missing')
  else if (asked.body !== undefined) wrong.push('there should be no body')
  return wrong
}

function valueOf({ schema, explode }: Parameter, values: string[]): unknown {
  if (schema.type !== 'array') return typed(schema.type, values[0]!)
  return explode === false ? values.flatMap((value) => value.split(',')) : values
}

function typed(type: string | undefined, value: string): unknown {
  if (type === 'integer' || type === 'number') return Number(value)
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value
  return value
}

/** What is wrong with an answer by the document: its status, its declared headers, its body. */
export function wrongWithAnswer(
  { described }: Operation,
  status: number,
  headers: Headers,
  body: unknown,
): string[] {
  const declared = described.responses[status]
  if (!declared) return [`${described.operationId} may not answer ${status}`]
  const answer = '$ref' in declared ? openapi.components.responses[nameIn(declared)]! : declared
  const wrong: string[] = []
  for (const [name, ref] of Object.entries(answer.headers ?? {})) {
    const { schema, required } = openapi.components.headers[nameIn(ref)]!
    const value = headers.get(name)
    if (value !== null) wrong.push(...wrongBy(schema, typed(schema.type, value)))
    else if (required) wrong.push(`header ${name} is missing`)
  }
  const media = answer.content?.['application/json']
  if (!media) return [...wrong, 'no body is declared']
  if (!headers.get('content-type')?.startsWith('application/json')) wrong.push('this is no JSON')
  return [...wrong, ...wrongBy(media.schema, body)]
}

/** Schemas refer to each other by their places in the document. */
function wrongBy(schema: AnySchemaObject, value: unknown): string[] {
  const placed = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/', '"openapi#/'),
  ) as AnySchemaObject
  const validate = ajv.compile(placed)
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
