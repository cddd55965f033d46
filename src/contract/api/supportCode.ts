/*
 * A short code for a save, made of its submission: the browser can show it before anything is sent, and
 * the log finds the row by it, also where the answer was lost.
 */

/** Crockford's base 32: nothing in it is taken for something else when read out. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Eight characters, shown as `7F3K-9Q2M`: the last 40 bits of the submission, which are random and say
 * nothing of a UUID's version. Two saves may share a code, if hardly ever, so whoever looks one up
 * may find several.
 */
export function supportCodeOf(submissionId: string): string {
  let bits = Number.parseInt(submissionId.slice(-10), 16)
  let code = ''
  for (let count = 0; count < 8; count++) {
    code = alphabet[bits % 32]! + code
    bits = Math.floor(bits / 32)
  }
  return grouped(code)
}

/**
 * A code as people type it: in either case, with or without the dash, O for 0, I or L for 1.
 * Null for what is no code.
 */
export function readSupportCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  const isCode = code.length === 8 && [...code].every((each) => alphabet.includes(each))
  return isCode ? grouped(code) : null
}

function grouped(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`
}
