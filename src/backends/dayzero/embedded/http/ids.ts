const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(text: string): boolean {
  return uuid.test(text)
}

/** Bits of a version 7 UUID (RFC 9562, 5.7): milliseconds since 1970, then 12 and 62 bits below. */
export function uuidOf(milliseconds: number, high: number, low: bigint): string {
  const digits =
    milliseconds.toString(16).padStart(12, '0') +
    (0x7000 | high).toString(16) +
    ((0b10n << 62n) | low).toString(16)
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** Makes ids that sort in the order in which they were made, several within a millisecond too. */
export function newIds(now: () => Date): () => string {
  let last = 0
  let count = 0
  return () => {
    const time = now().getTime()
    if (time > last) {
      last = time
      count = 0
    } else if (++count > 0xfff) {
      last++
      count = 0
    }
    const [random = 0n] = crypto.getRandomValues(new BigUint64Array(1))
    return uuidOf(last, count, random >> 2n)
  }
}
