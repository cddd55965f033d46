import { isLoopback } from '#server/network/isLoopback.ts'
import { hostNameOf } from './hosts.ts'
import type { RequestEnv } from './requestEnv.ts'

/**
 * Headers that proxies and content delivery networks add. A request with one of them was forwarded for
 * another client, whatever the value.
 */
const addedByProxies = new RegExp(
  `^(${[
    'forwarded|via|x-forwarded(-.+)?|x-original-.+|x-real-ip|x-remote-(ip|addr)',
    '(x-)?(cluster-)?client-ip|true-client-ip|x-proxyuser-ip|x-(url-)?scheme|front-end-https',
    'cdn-loop|cf-.+|fastly-.+|fly-.+|akamai-.+|x-akamai-.+|x-vercel-.+|x-sucuri-.+|incap-.+',
    'x-amzn-.+|x-amz-cf-.+|x-azure-.+|x-appengine-.+|x-arr-.+|x-envoy-.+|x-varnish|tailscale-.+',
  ].join('|')})$`,
)

/**
 * Whether a program on this machine asks for itself: the connection comes from loopback, or there is
 * none; the host it asks for is loopback; and nothing in the request was added by a proxy. nginx as
 * it comes adds no header and names its upstream as the host, but speaks HTTP/1.0, as no browser does.
 */
export function isLocal(
  { url, headers }: Request,
  env: RequestEnv['Bindings'] | undefined,
): boolean {
  const { socket, httpVersion } = env?.incoming ?? {}
  if (!isLoopbackPeer(socket?.remoteAddress) || httpVersion === '1.0') return false
  // A request in absolute form names its host in the address as well.
  const hosts = [new URL(url).host, headers.get('host') ?? []].flat()
  return (
    hosts.every((host) => isLoopback(hostNameOf(host))) &&
    [...headers.keys()].every((name) => !addedByProxies.test(name))
  )
}

function isLoopbackPeer(address: string | undefined): boolean {
  return address === undefined || /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address)
}
