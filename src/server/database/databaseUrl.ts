import pg from 'pg'
import { errorCodeOf } from '#server/errorCode.ts'
import { isLoopback } from '#server/network/isLoopback.ts'
import { startText } from '#text/startText.ts'

const words = startText.settings

/**
 * What is wrong with a DATABASE_URL, in a sentence that quotes nothing of it; null when it can be
 * connected with. As in PostgreSQL's manual, 32.1.1.2: percent-encoded, with parameters after a ?.
 * @param mayBePlain whether the configuration says that the network to another machine needs no TLS
 */
export function databaseUrlProblem(value: string, mayBePlain: boolean): string | null {
  for (const url of hostUrls(value)) {
    const problem = problemOfOne(url, mayBePlain)
    if (problem !== null) return problem
  }
  return null
}

/**
 * One address for each host that is named, in their order: with commas, in the place of the host
 * (`h1:5432,h2:5432`) or in the parameters `host` and `port`.
 */
export function hostUrls(value: string): string[] {
  const parts = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/is.exec(value)
  if (!parts) return [value]
  const [, before = '', hosts = '', after = ''] = parts
  return hosts.split(',').flatMap((host) => hostsInParameters(before + host + after))
}

function hostsInParameters(value: string): string[] {
  if (!URL.canParse(value)) return [value]
  const url = new URL(value)
  const { host = '', port = '' } = parametersOf(url)
  if (!host.includes(',')) return [value]
  const ports = port.split(',')
  return host.split(',').map((one, index) => {
    const of = new URL(value)
    of.searchParams.set('host', one)
    if (port) of.searchParams.set('port', ports.length === 1 ? port : (ports[index] ?? ''))
    return of.href
  })
}

function problemOfOne(value: string, mayBePlain: boolean): string | null {
  if (!URL.canParse(value))
    return /%(?![\da-f]{2})/i.test(value) ? words.databaseUrlPercent : words.databaseUrl
  if (!/^postgres(ql)?:\/\//i.test(value)) return words.databaseUrl
  // pg leaves what it cannot decode as it is, and would sign in as another person with it.
  if (!isDecodable(value)) return words.databaseUrlPercent
  const parameters = parametersOf(new URL(value))
  if (parameters['uselibpqcompat'] === 'true' || parameters['sslmode'] === 'no-verify')
    return words.databaseUnverified
  if (!writable.has(parameters['target_session_attrs'])) return words.databaseStandby
  try {
    // Reads the certificates that it names, and connects to nothing.
    const { host, port } = new pg.Client({ connectionString: value })
    if (!(port > 0 && port < 65_536)) return words.databaseUrl
    return mayBePlain || isHere(host) || isVerified(parameters) ? null : words.databaseClear
  } catch (error) {
    const code = errorCodeOf(error)
    return code.startsWith('E') && !code.startsWith('ERR_')
      ? words.databaseCertificate(code)
      : words.databaseUrl
  }
}

/** The desk writes, so that it can only use a primary; libpq's other words ask for a standby. */
const writable = new Set([undefined, 'any', 'read-write', 'primary'])

/** Whether no other machine is between: a socket, or loopback. */
function isHere(host: string): boolean {
  return host.startsWith('/') || isLoopback(host)
}

/** Whether the certificate is compared with the host and with a named or known authority. */
function isVerified({ sslmode, sslrootcert }: Record<string, string>): boolean {
  return sslmode === 'verify-full' || (sslrootcert !== undefined && sslmode !== 'disable')
}

/** Its password, as it is sent; empty where there is none, or no telling. */
export function passwordIn(value: string): string {
  const [first = ''] = hostUrls(value)
  if (!URL.canParse(first) || !isDecodable(first)) return ''
  const url = new URL(first)
  return parametersOf(url)['password'] ?? decodeURIComponent(url.password)
}

/** Of one that is given twice the last counts, as it does for pg. */
function parametersOf(url: URL): Record<string, string> {
  return Object.fromEntries(url.searchParams)
}

function isDecodable(value: string): boolean {
  try {
    return !decodeURIComponent(value).includes('\0')
  } catch {
    return false
  }
}
