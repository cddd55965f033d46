import { expect, test } from 'vitest'
import { isAllowedAddress } from '#server/outbound/allowedAddress.ts'

/** Nobody's billing system, whatever the settings say. */
const never = [
  ...['0.0.0.0', '0.1.2.3', '169.254.0.1', '169.254.169.254', '169.254.170.2', '192.0.0.192'],
  ...['100.100.100.200', '168.63.129.16', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
  ...[
    '::',
    '::2',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'fd00:ec2::254',
    'fd20:ce::254',
  ],
  ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '::ffff:a9fe:a9fe', '::8.8.8.8'],
  ...['2001:db8::1', '2001::1', '2002:7f00:1::', '2002:a00:1::1', '64:ff9b:1::1', '100::1'],
  ...['64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b::', '3fff::1'],
  ...['', 'localhost', '127.1', '0x7f000001', '2130706433', '017700000001', '1.2.3', '1.2.3.4.5'],
]

const inside = [
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '100.64.0.1'],
  ...['100.127.255.255', 'fc00::1', 'fd12:3456:789a::1'],
]

const outside = [
  ...['8.8.8.8', '1.1.1.1', '9.255.255.255', '11.0.0.0', '172.15.0.1', '172.32.0.1', '192.167.0.1'],
  ...['100.63.255.255', '100.128.0.1', '169.253.0.1', '126.255.255.255', '128.0.0.1'],
  ...['2606:4700::1111', '2a00:1450:4001::200e', '64:ff9b::808:808'],
]

test('a name may lead to the internet, to the own network where the settings say so, and nowhere else', () => {
  const reached = (addresses: string[], privateAddress: boolean) =>
    addresses.filter((address) => isAllowedAddress(address, 'billing.example', privateAddress))
  const loopback = ['127.0.0.1', '127.8.9.10', '::1']
  expect(reached([...never, ...inside, ...loopback], false)).toEqual([])
  expect(reached([...never, ...loopback], true)).toEqual([])
  expect(reached(inside, true)).toEqual(inside)
  for (const flag of [true, false]) expect(reached(outside, flag)).toEqual(outside)
})

test('this machine is reached by the names that only it has, and nothing else is', () => {
  for (const host of ['localhost', '127.0.0.1', '::1']) {
    for (const address of ['127.0.0.1', '::1', '127.9.9.9'])
      expect(isAllowedAddress(address, host, false)).toBe(true)
    for (const address of [...never, ...inside, ...outside])
      expect([address, isAllowedAddress(address, host, true)]).toEqual([address, false])
  }
})
