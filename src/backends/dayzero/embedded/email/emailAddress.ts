import { BadAddress } from './badAddress.ts'
import { lengthOf, pythonBlank, pythonStrip } from './characters.ts'
import { checkedDomain } from './emailDomain.ts'
import { checkedLocal } from './emailLocal.ts'
import { splitAddress } from './emailParts.ts'

/** pydantic's own limit, before anything is looked at. */
const longestText = 2048
/** RFC 3696 with its errata 1690, in bytes. */
const longestAddress = 254

/** pydantic's idea of a name before an address in angle brackets. */
const nameCharacters = "[\\p{L}\\p{N}_!#$%&'*+\\-/=?^`{|}~]"
const name = `(?:${nameCharacters}+[${pythonBlank}]+)*${nameCharacters}+|"[^]+"`
const withName = new RegExp(
  `^[${pythonBlank}]*(?:${name})?[${pythonBlank}]*<(.+)>[${pythonBlank}]*$`,
  'u',
)

/**
 * The address as it is stored: what pydantic's EmailStr makes of it with email-validator 2.3.0 and
 * no look at the DNS. `Jane <j@Acme.COM>` becomes `j@acme.com`.
 * @throws BadAddress
 */
export function checkedAddress(text: string): string {
  if (lengthOf(text) > longestText)
    throw new BadAddress(`Length must not exceed ${longestText} characters`)
  const parts = splitAddress(pythonStrip(withName.exec(text)?.[1] ?? text))
  const local = checkedLocal(parts.local, parts.quoted)
  const domain = checkedDomain(parts.domain)
  const stored = `${local}@${domain.unicode}`
  checkLengths(`${parts.local}@${parts.domain}`, stored, `${local}@${domain.ascii}`)
  if (parts.named)
    throw new BadAddress(
      'A display name and angle brackets around the email address are not permitted here.',
    )
  return stored
}

function checkLengths(typed: string, stored: string, ascii: string): void {
  const over = bytesOf(typed) - longestAddress
  if (over > 0)
    throw new BadAddress(`The email address is too long ${charactersOver(typed, over)}.`)
  for (const [address, when] of [
    [stored, 'after normalization'],
    [ascii, 'when the part after the @-sign is converted to IDNA ASCII'],
  ] as const) {
    const bytes = bytesOf(address) - longestAddress
    if (bytes > 0)
      throw new BadAddress(
        `The email address is too long ${when} (${bytes} byte${bytes > 1 ? 's' : ''} too many).`,
      )
  }
}

/** The limit is in bytes: how many characters must go depends on which. */
function charactersOver(text: string, bytes: number): string {
  const widest = Math.max(...[...text].map(bytesOf))
  const fewest = Math.max(1, Math.floor(bytes / widest))
  const range = fewest === bytes ? `${bytes}` : `${fewest}-${bytes}`
  return `(${range} character${bytes > 1 ? 's' : ''} too many)`
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}
