import pg from 'pg'
import { errorCodeOf } from '#server/errorCode.ts'
import { startText } from '#text/startText.ts'

const words = startText.settings

/**
 * What is wrong with a DATABASE_URL, in a sentence that quotes nothing of it; null when it can be
 * connected with. As in PostgreSQL's manual, 32.1.1.2: percent-encoded, with parameters after a ?.
 */
export function databaseUrlProblem(value: string): string | null {
  if (!URL.canParse(value))
    return /%(?![\da-f]{2})/i.test(value) ? words.databaseUrlPercent : words.databaseUrl
  const url = new URL(value)
  if (!/^postgres(ql)?:\/\//i.test(value)) return words.databaseUrl
  // pg leaves what it cannot decode as it is, and would sign in as another person with it.
  if (!isDecodable(value)) return words.databaseUrlPercent
  const isUnchecked = url.searchParams.get('uselibpqcompat') === 'true'
  if (isUnchecked || url.searchParams.get('sslmode') === 'no-verify')
    return words.databaseUnverified
  try {
    // Reads the certificates that it names, and connects to nothing.
    const { port } = new pg.Client({ connectionString: value })
    return port > 0 && port < 65_536 ? null : words.databaseUrl
  } catch (error) {
    const code = errorCodeOf(error)
    return code.startsWith('E') && !code.startsWith('ERR_')
      ? words.databaseCertificate(code)
      : words.databaseUrl
  }
}

/** Its password, as it is sent; empty where there is none, or no telling. */
export function passwordIn(value: string): string {
  if (!URL.canParse(value) || !isDecodable(value)) return ''
  const url = new URL(value)
  return url.searchParams.get('password') ?? decodeURIComponent(url.password)
}

function isDecodable(value: string): boolean {
  try {
    return !decodeURIComponent(value).includes('\0')
  } catch {
    return false
  }
}
