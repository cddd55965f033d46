/** Node's code for what went wrong, which is somewhere among the causes; empty where there is none. */
export function errorCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const { code } = error as { code?: unknown }
  return errorCodeOf(error.cause) || (typeof code === 'string' ? code : '')
}
