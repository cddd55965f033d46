/** Where an error came from, without a word of what it says. */
export interface Trace {
  type: string
  code: string | null
  frames: string[]
  cause: Trace | null
}

/**
 * An error for the log. Messages are left out: those of PostgreSQL, JSON.parse and zod quote what
 * was typed, and the log holds no personal data.
 */
export function redactError(error: unknown, depth = 0): Trace {
  if (!(error instanceof Error)) return { type: typeof error, code: null, frames: [], cause: null }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return {
    type: error.constructor.name,
    // Codes are short words of machines; anything else in that place is not a code.
    code: code !== null && /^\w{1,40}$/.test(code) ? code : null,
    frames: framesOf(error),
    cause: error.cause === undefined || depth >= 4 ? null : redactError(error.cause, depth + 1),
  }
}

function framesOf(error: Error): string[] {
  const stack = error.stack ?? ''
  // The message comes first and may have lines that look like frames.
  const message = stack.indexOf(error.message)
  return stack
    .slice(message < 0 ? 0 : message + error.message.length)
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, 12)
    .map((line) => line.trim())
}
