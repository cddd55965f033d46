import { reason, ZuoraError } from './errors.ts'
import type { Operation } from './operation.ts'

export interface Route {
  operation: Operation
  params: Record<string, string>
}

/** Finds the operation for a method and a path. HEAD is served as GET, as RFC 9110 (9.3.2) has it. */
export function routerOf(operations: readonly Operation[]) {
  const routes = operations.map((operation) => ({
    operation,
    pattern: new RegExp(`^${operation.endpoint.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }))

  /** @throws ZuoraError 404 for a path that is none, 405 where only the path fits */
  return (method: string, path: string): Route => {
    const fitting = routes.filter(({ pattern }) => pattern.test(path))
    const wanted = method === 'HEAD' ? 'GET' : method
    const found = fitting.find(({ operation }) => operation.endpoint.method === wanted)
    if (found) return { operation: found.operation, params: paramsOf(found.pattern, path) }
    if (fitting.length === 0)
      // Whatever the version: it is not the API that says so.
      throw new ZuoraError([reason(40, `There is nothing at '${path}'.`)], { atGate: true })
    const methods = fitting.map(({ operation }) => operation.endpoint.method)
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ')
    throw new ZuoraError([reason(45, `Request method '${method}' is not supported.`)], {
      status: 405,
      headers: { allow },
    })
  }
}

function paramsOf(pattern: RegExp, path: string): Record<string, string> {
  const groups = Object.entries(pattern.exec(path)?.groups ?? {})
  return Object.fromEntries(groups.map(([name, value]) => [name, unescaped(value)]))
}

/** What cannot be unescaped stays as it is, and is nobody's key. */
function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
