import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { isLoopback } from '#server/network/isLoopback.ts'

/**
 * Whether a connection for `host` may go to this address. What a name resolves to is another person's
 * word: it must not lead to this machine, its neighbours or the cloud's own services.
 * @param privateAddress addresses of the own network will do as well
 */
export function isAllowedAddress(address: string, host: string, privateAddress: boolean): boolean {
  const kind = kindOf(address)
  if (isLoopback(host)) return kind === 'loopback'
  return kind === 'public' || (privateAddress && kind === 'private')
}

/** By the special-purpose registries of IANA (RFC 6890). `never`: no billing system has such an address. */
function kindOf(address: string): 'public' | 'private' | 'loopback' | 'never' {
  if (isIPv4(address)) {
    if (is(loopback, address)) return 'loopback'
    if (is(never4, address)) return 'never'
    return is(private4, address) ? 'private' : 'public'
  }
  if (!isIPv6(address) || address.includes('%')) return 'never'
  if (is(loopback6, address)) return 'loopback'
  if (is(translated, address))
    return kindOf(translatedIn(address)) === 'public' ? 'public' : 'never'
  if (is(never6, address)) return 'never'
  if (is(private6, address)) return 'private'
  // Among others no mapped IPv4 address: no name has one.
  return is(global6, address) ? 'public' : 'never'
}

const loopback = list('ipv4', ['127.0.0.0/8'])
const private4 = list('ipv4', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'])
const never4 = list('ipv4', [
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Where clouds answer about a machine and its rights, outside of 169.254.
  ...['100.100.100.200/32', '168.63.129.16/32'],
])

const loopback6 = list('ipv6', ['::1/128'])
const private6 = list('ipv6', ['fc00::/7'])
const global6 = list('ipv6', ['2000::/3'])
/** IPv4 as networks without it write it (RFC 6052). */
const translated = list('ipv6', ['64:ff9b::/96'])
const never6 = list('ipv6', [
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
  ...['fd00:ec2::254/128', 'fd20:ce::254/128'],
])

// One list a family: a list of both takes a mapped address for the IPv4 one.
function list(family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList {
  const blocks = new BlockList()
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/')
    blocks.addSubnet(net, Number(prefix), family)
  }
  return blocks
}

function is(blocks: BlockList, address: string): boolean {
  return blocks.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

/** The last 32 bits, as IPv4 writes them. */
function translatedIn(address: string): string {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':')
  return groups
    .slice(-2)
    .map((group) => Number.parseInt(group || '0', 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.')
}
