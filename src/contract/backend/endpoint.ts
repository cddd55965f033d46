import type * as z from 'zod/mini'

/**
 * One call of a vendor's HTTP contract, declared once: the adapter calls by it, the embedded app
 * mounts by it, the conformance test holds it against the vendor's OpenAPI document.
 */
export interface Endpoint<Reply = unknown> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With `{name}` for parameters, as in the vendor's document. */
  path: string
  /** The status that means it was done. */
  success: number
  /** What a caller sends; null where the call has no body. */
  body: z.ZodMiniType | null
  /** What a caller reads, as leniently as the vendor deserves. */
  reply: z.ZodMiniType<Reply>
  /**
   * Whether a reply says by itself, under whatever status from 200 to 299, that it was done. Left
   * out: only `success` says so.
   */
  isWhole?(reply: Reply): boolean
}

/** The path with its parameters filled in and escaped. Throws on a name that is not given. */
export function fillPath(path: string, params: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${path} needs ${name}`)
    // A dot segment would be folded away by the URL parser and reach another endpoint.
    if (value === '.' || value === '..' || value === '') return '%00'
    return encodeURIComponent(value)
  })
}
