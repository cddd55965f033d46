import { expect, test } from 'vitest'
import { clientAddressOf, isAddressRange, trustedProxiesOf } from '#server/network/clientAddress.ts'

const proxies = trustedProxiesOf(['10.0.0.0/8', '192.168.7.7', 'fd00::/64'])

const from = (socket: string, ...forwarded: string[]) => {
  const headers = new Headers()
  for (const each of forwarded) headers.append('x-forwarded-for', each)
  return clientAddressOf(socket, headers, proxies)
}

test.for<[string, string, string[], string]>([
  ['nobody in between', '203.0.113.5', [], '203.0.113.5'],
  ['a proxy of ours', '10.0.0.1', ['203.0.113.5'], '203.0.113.5'],
  ['a proxy of ours, as IPv6 writes it', '::ffff:10.0.0.1', ['203.0.113.5'], '203.0.113.5'],
  ['two of them', '10.0.0.1', ['203.0.113.5, 192.168.7.7'], '203.0.113.5'],
  ['two of them, a header each', '10.0.0.1', ['203.0.113.5', '192.168.7.7'], '203.0.113.5'],
  ['IPv6 with brackets and port', 'fd00::1', ['[2001:db8::5]:4711'], '2001:db8::5'],
  ['IPv4 with port', '10.0.0.1', ['203.0.113.5:4711'], '203.0.113.5'],
  ['somebody who writes it themselves', '203.0.113.5', ['10.0.0.9'], '203.0.113.5'],
  ['somebody who writes more before', '10.0.0.1', ['1.1.1.1, 203.0.113.5'], '203.0.113.5'],
  [
    'somebody who calls themselves ours',
    '10.0.0.1',
    ['1.1.1.1, 10.9.9.9, 203.0.113.5'],
    '203.0.113.5',
  ],
  ['something that is no address', '10.0.0.1', ['203.0.113.5, unknown'], '10.0.0.1'],
  ['nothing', '10.0.0.1', ['', ','], '10.0.0.1'],
  ['a neighbour of ours', '192.168.7.8', ['1.1.1.1'], '192.168.7.8'],
])('a request through %s comes from where it came from', ([, socket, forwarded, expected]) => {
  expect(from(socket, ...forwarded)).toBe(expected)
})

test('with no proxy of ours nobody’s word counts', () => {
  const headers = new Headers({ 'x-forwarded-for': '1.1.1.1' })
  for (const socket of ['127.0.0.1', '::1', '10.0.0.1', '203.0.113.5', ''])
    expect(clientAddressOf(socket, headers, trustedProxiesOf([]))).toBe(socket)
})

test('every proxy can be trusted, of one family of addresses or both', () => {
  const headers = new Headers({ 'x-forwarded-for': '203.0.113.5' })
  const everywhere = (...ranges: string[]) =>
    ['10.0.0.1', '200.0.0.1', 'fd00::1', '1::1'].map(
      (socket) => clientAddressOf(socket, headers, trustedProxiesOf(ranges)) !== socket,
    )
  expect(everywhere('0.0.0.0/0')).toEqual([true, true, false, false])
  expect(everywhere('::/0')).toEqual([false, false, true, true])
  expect(everywhere('0.0.0.0/0', '::/0')).toEqual([true, true, true, true])
})

test('an address in octal or in fewer than four parts is no address', () => {
  expect(from('10.0.0.1', '010.0.0.1')).toBe('10.0.0.1')
  expect(from('10.0.0.1', '3405803781')).toBe('10.0.0.1')
})

test('a proxy is an address or a range', () => {
  const right = ['10.0.0.1', '10.0.0.0/8', '0.0.0.0/0', '::1', 'fd00::/8', '::/0']
  expect(right.filter(isAddressRange)).toEqual(right)
  const wrong = [
    '',
    'proxy',
    'loopback',
    '10',
    '10.0.0',
    '10.0.0.0/255.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
  ]
  expect([...wrong, 'fd00::/129', 'fe80::1%eth0', '10.0.0.0/x'].filter(isAddressRange)).toEqual([])
})
