import { BadAddress, checkPeriods, checkSafe } from './badAddress.ts'
import { isAscii, listOfOthers } from './characters.ts'

/** RFC 5322's atext, and beyond ASCII everything (RFC 6532). */
const atext = "a-zA-Z0-9_!#$%&'*+\\-/=?^`{|}~\\u0080-\\u{10ffff}"
const dotAtom = new RegExp(`^[${atext}]+(?:\\.[${atext}]+)*$`, 'u')
const plain = new RegExp(`[.${atext}]`, 'u')
const inQuotes = /[\u0020-\u007e\u0080-\u{10ffff}]/u

/** Mailboxes that mean the same in any case (RFC 2142), so their names are lower-cased. */
const wellKnown = new Set(
  (
    'info marketing sales support abuse noc security ' +
    'postmaster hostmaster usenet news webmaster www uucp ftp'
  ).split(' '),
)

/**
 * The part before the @-sign as it is stored.
 * @param quoted it stood in quotes, which are already taken off
 * @throws BadAddress
 */
export function checkedLocal(given: string, quoted: boolean): string {
  checkLocal(given, quoted)
  const local = given.normalize('NFC')
  if (local !== given) checkNormalized(local, quoted)
  if (quoted) throw new BadAddress('Quoting the part before the @-sign is not allowed here.')
  const lower = local.toLowerCase()
  return isAscii(given) && wellKnown.has(lower) ? lower : local
}

function checkNormalized(local: string, quoted: boolean): void {
  try {
    checkLocal(local, quoted)
  } catch (error) {
    if (!(error instanceof BadAddress)) throw error
    throw new BadAddress(`After Unicode normalization: ${error.message}`, { cause: error })
  }
}

function checkLocal(local: string, quoted: boolean): void {
  if (local === '') throw new BadAddress('There must be something before the @-sign.')
  if (dotAtom.test(local)) return checkSafe(local)
  const others = listOfOthers(local, quoted ? inQuotes : plain)
  const where = quoted ? ' in quotes before the @-sign' : ' before the @-sign'
  if (others)
    throw new BadAddress(`The email address contains invalid characters${where}: ${others}.`)
  if (quoted) return checkSafe(local, true)
  checkPeriods(
    local,
    'An email address cannot start with a {}.',
    'An email address cannot have a {} immediately before the @-sign.',
  )
}
