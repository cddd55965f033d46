import { BlockList, isIP, isIPv4 } from 'node:net'

/**
 * Whose request it is: the address at the other end of the connection, and where that is a proxy of
 * our own, whom it says it speaks for. What anybody else writes into `X-Forwarded-For` counts for
 * nothing.
 */
export function clientAddressOf(socket: string, headers: Headers, proxies: BlockList): string {
  const hops = (headers.get('x-forwarded-for') ?? '').split(',')
  let address = plain(socket)
  // From the end, because each proxy writes whom it was asked by behind what it was told.
  for (let hop = hops.pop(); hop !== undefined && isIn(proxies, address); hop = hops.pop()) {
    const before = plain(hop)
    if (!isIP(before)) break
    address = before
  }
  return address
}

/** The addresses of our own proxies, each alone or as a range like 10.0.0.0/8. */
export function proxiesOf(list: readonly string[]): BlockList {
  const proxies = new BlockList()
  for (const entry of list) {
    const [net = '', prefix] = entry.split('/')
    const family = isIPv4(net) ? 'ipv4' : 'ipv6'
    proxies.addSubnet(net, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family)
  }
  return proxies
}

/** Whether this is an address or a range of them. */
export function isAddressRange(entry: string): boolean {
  const [net = '', prefix, ...more] = entry.split('/')
  if (more.length > 0 || !isIP(net) || net.includes('%')) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(net) ? 32 : 128)
}

function isIn(proxies: BlockList, address: string): boolean {
  return isIP(address) !== 0 && proxies.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

/** Without port, brackets and zone, and IPv4 as IPv4. */
function plain(written: string): string {
  const [address = ''] = written
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .split('%', 1)
  return address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^::ffff:(?=\d+\.)/i, '')
}
