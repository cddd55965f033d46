/** Node's error code, searched in the error and its causes; empty if there is none. */
export function errorCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const { code } = error as { code?: unknown }
  return errorCodeOf(error.cause) || (typeof code === 'string' ? code : '')
}
