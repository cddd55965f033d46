import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import document from '../../../fixtures/dayzero/openapi.json?raw'

interface Operation {
  responses: Record<string, { $ref?: string; content?: Record<string, unknown> }>
}

/** Day Zero's API as put together from its documentation: as much of the document as is asked. */
export const openapi = JSON.parse(document) as {
  paths: Record<string, Partial<Record<string, Operation>>>
}

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema({ ...openapi, $id: 'openapi' })

/** What the document says everywhere or nowhere, but not for each operation. */
const plainErrors = new Set([400, 404, 405, 409])

/** What is wrong with a reply by the document; undefined when nothing is. */
export function wrongBy(
  method: string,
  path: string,
  status: number,
  body: unknown,
): string | undefined {
  const template = templateOf(path)
  const responses = openapi.paths[template ?? '']?.[method.toLowerCase()]?.responses ?? {}
  const declared = responses[status]
  if (!declared && !plainErrors.has(status)) return `${method} ${path} may not answer ${status}`
  const pointer = declared
    ? (declared.$ref ?? `#/paths/${escaped(template!)}/${method.toLowerCase()}/responses/${status}`)
    : '#/components/responses/BadRequest'
  const validate = ajv.getSchema(`openapi${pointer}/content/application~1json/schema`)
  if (!validate) return `no schema at ${pointer}`
  return validate(body) === true ? undefined : ajv.errorsText(validate.errors)
}

/** Paths without parameters first, as `/customers/check-duplicates` also looks like an id. */
const templates = Object.keys(openapi.paths).toSorted(
  (one, other) => one.split('{').length - other.split('{').length,
)

function templateOf(path: string): string | undefined {
  return templates.find((it) => new RegExp(`^${it.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
}

function escaped(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))
}
