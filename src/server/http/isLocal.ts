/**
 * True on this machine, and in this process, where there is no address. A proxy on this machine
 * speaks for another person and says so in its headers.
 */
export function isLocal(address: string | undefined, headers: Headers): boolean {
  if (headers.has('forwarded') || headers.has('x-forwarded-for') || headers.has('via')) return false
  return address === undefined || /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address)
}
