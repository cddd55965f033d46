import { ApiError } from './errors.ts'
import type { Operation } from './operation.ts'

export interface Route {
  operation: Operation
  params: Record<string, string>
}

/**
 * Finds operations the way Starlette does: the first whose path and method fit; 405 where only the
 * path fits; 307 to the path without its slash at the end; else 404.
 */
export function routerOf(operations: readonly Operation[]) {
  const routes = operations.map((operation) => ({
    operation,
    pattern: new RegExp(
      `^${operation.endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>[^/]+)`)}$`,
    ),
  }))

  /** @throws ApiError 404, 405 */
  return (method: string, { pathname, search }: URL): Route | Response => {
    const path = unescaped(pathname)
    const fitting = routes.filter(({ pattern }) => pattern.test(path))
    const found = fitting.find(({ operation }) => operation.endpoint.method === method)
    if (found)
      return { operation: found.operation, params: { ...found.pattern.exec(path)?.groups } }
    if (fitting.length > 0) {
      const allowed = new Set(fitting.map(({ operation }) => operation.endpoint.method))
      throw new ApiError(405, 'Method Not Allowed', { allow: [...allowed].join(', ') })
    }
    const shorter = path.replace(/\/+$/, '')
    if (shorter !== path && routes.some(({ pattern }) => pattern.test(shorter)))
      return new Response(null, {
        status: 307,
        headers: { location: withoutSlashes(pathname) + search },
      })
    throw new ApiError(404, 'Not Found')
  }
}

/** As the server in front of Starlette does it. What cannot be unescaped fits nothing but itself. */
function unescaped(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Relative, because only the caller knows below which address this is mounted. */
function withoutSlashes(path: string): string {
  const shorter = path.replace(/\/+$/, '')
  return '../'.repeat(path.length - shorter.length) + shorter.slice(shorter.lastIndexOf('/') + 1)
}
