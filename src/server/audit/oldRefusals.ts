/** The names of refusals until 2026-11-28, in rows whose hashes contain them. */
export const oldRefusals: Readonly<Record<string, string>> = {
  rule: 'rejected',
  half: 'partial',
  changed: 'conflict',
  missing: 'notFound',
  unreachable: 'backendUnreachable',
  unclear: 'outcomeUnknown',
}
