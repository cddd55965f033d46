/** A floating-point number, which Python tells from an integer (and writes `1.0`). */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/**
 * JSON as Python reads it, kept well enough to be sent back as it came: objects in the order of
 * their keys, integers of any size, floats as floats.
 */
export type Json = null | boolean | number | bigint | Float | string | Json[] | Map<string, Json>

/**
 * Compact JSON as FastAPI writes it. Takes plain objects too. Infinity and NaN, which Python reads
 * and JSON does not know, become null: FastAPI itself fails on them with a 500.
 */
export function toJson(value: unknown): string {
  if (value instanceof Float) return floatText(value.value)
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = value instanceof Map ? [...value] : Object.entries(value)
    const pairs = entries.filter(([, it]) => it !== undefined)
    return `{${pairs.map(([key, it]) => `${JSON.stringify(key)}:${toJson(it)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

/** Python's repr(float): the same digits as JavaScript's, another threshold for exponents. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return 'null'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16))
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  const text = Object.is(value, -0) ? '-0' : String(value)
  return text.includes('.') ? text : `${text}.0`
}
