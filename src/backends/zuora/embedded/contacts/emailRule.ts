/**
 * Zuora's rule for addresses typed into its own pages: the usual form, nothing invisible. HttpRefusal
 * there: `tom@`, `tom@website`, `@website`, `@website.com`. Its API documents a format for
 * personalEmail in a create only; here both addresses must always keep the rule.
 */
export function isEmailAddress(text: string): boolean {
  // Cf: zero-width characters and their kind. Cc: control characters.
  if (/[\p{Cf}\p{Cc}\s]/u.test(text)) return false
  const [local = '', domain = '', ...rest] = text.split('@')
  return rest.length === 0 && isLocal(local) && isDomain(domain)
}

function isLocal(local: string): boolean {
  return local.split('.').every((atom) => /^[^()<>[\]\\,;:"]+$/u.test(atom))
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  return (
    labels.length > 1 &&
    labels.every((label) =>
      /^[\p{L}\p{N}\p{M}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u.test(label),
    ) &&
    /^(xn--.*|[\p{L}\p{M}]{2,})$/iu.test(labels.at(-1) ?? '')
  )
}
