/** Anything shorter is found in ordinary words. */
const shortest = 6

const hidden = '[hidden]'

/**
 * An answer's bytes without the credentials of its request. Answers are shown, stored and logged, and a
 * billing system may quote a token in an error.
 */
export function redactCredentials(answer: Buffer, credentials: readonly string[]): Buffer {
  const found = credentials.flatMap(formsOf).filter((form) => answer.includes(form))
  if (found.length === 0) return answer
  return Buffer.from(found.reduce((text, form) => text.replaceAll(form, hidden), answer.toString()))
}

/** What a request proves itself with: its `Authorization`, and the secret in a form. */
export function credentialsIn(headers: Headers, body: Buffer): string[] {
  const [scheme = '', credential = ''] = (headers.get('authorization') ?? '').split(/\s+/, 2)
  const basic = /^basic$/i.test(scheme) ? Buffer.from(credential, 'base64').toString() : ''
  const isForm = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')
  const form = new URLSearchParams(isForm ? body.toString() : '')
  const secrets = ['client_secret', 'code', 'code_verifier'].map((name) => form.get(name) ?? '')
  return [credential, basic.slice(basic.indexOf(':') + 1), ...secrets].filter(
    (secret) => secret.length >= shortest,
  )
}

/** As it is, and as JSON, addresses and forms write it. The longest first. */
function formsOf(secret: string): string[] {
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length)
}
