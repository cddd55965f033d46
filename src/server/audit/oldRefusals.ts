/** What refusals were called until 2026-11-28, in rows whose hashes are made of those names. */
export const oldRefusals: Readonly<Record<string, string>> = {
  rule: 'rejected',
  half: 'partial',
  changed: 'conflict',
  missing: 'notFound',
  unreachable: 'backendUnreachable',
  unclear: 'outcomeUnknown',
}
