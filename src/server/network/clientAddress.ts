import type { IncomingMessage } from 'node:http'
import { isIP, isIPv4, type Socket } from 'node:net'
import proxyAddr from 'proxy-addr'

/** Whether an address is one of the desk's own proxies. */
export type TrustedProxies = (address: string) => boolean

/**
 * The client's address: the other end of the connection or, where that is a trusted proxy, the last
 * hop before the trusted ones in `X-Forwarded-For`. Anything a client writes there itself is ignored.
 */
export function clientAddressOf(socket: string, headers: Headers, trusted: TrustedProxies): string {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map(plain)
  // Each proxy appends the address of its client. Hops before one that is no address are not trusted.
  const readable = hops.slice(hops.findLastIndex((hop) => !isIP(hop)) + 1)
  const connection: Partial<Socket> = { remoteAddress: plain(socket) }
  const request: Partial<IncomingMessage> = {
    headers: { 'x-forwarded-for': readable.join(',') },
    socket: connection as Socket,
  }
  return proxyAddr(request as IncomingMessage, trusted)
}

/** @param list addresses and ranges such as 10.0.0.0/8, each checked by `isAddressRange` */
export function trustedProxiesOf(list: readonly string[]): TrustedProxies {
  const trusts = proxyAddr.compile(list.flatMap(halvesOfAll))
  return (address) => trusts(address, 0)
}

/** proxy-addr refuses a range of everything, so it is given as two halves. */
function halvesOfAll(range: string): string[] {
  if (!range.endsWith('/0')) return [range]
  return range.includes(':') ? ['::/1', '8000::/1'] : ['0.0.0.0/1', '128.0.0.0/1']
}

/**
 * Whether this is an address or a range of them. Stricter than proxy-addr, which also takes names
 * ("loopback"), netmasks, and IPv4 in fewer than four parts or in octal.
 */
export function isAddressRange(entry: string): boolean {
  const [net = '', prefix, ...more] = entry.split('/')
  if (more.length > 0 || !isIP(net) || net.includes('%')) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(net) ? 32 : 128)
}

/** Without port, brackets and zone, and IPv4 as IPv4. */
function plain(written: string): string {
  const [address = ''] = written
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .split('%', 1)
  return address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^::ffff:(?=\d+\.)/i, '')
}
