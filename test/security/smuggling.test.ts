import { afterAll, beforeAll, expect, test } from 'vitest'
import { customer, workspaceOn } from '../helpers/gateway.ts'
import { memoryBackend } from '../helpers/memoryBackend.ts'
import { listening, type Listening } from './rawSockets.ts'

let desk: Listening

beforeAll(async () => {
  desk = await listening([workspaceOn(memoryBackend(customer))])
})

afterAll(() => desk.stop())

const put = 'PUT /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\n'
const get = 'GET /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\n'
/** What a front that reads the request otherwise would take for the body of it. */
const hidden = `${get}X-Hidden: 1\r\n\r\n`
const chunked = 'Transfer-Encoding: chunked\r\n'

/** Requests whose end two servers may see in different places, or that are none. */
const corpus: Record<string, string> = {
  'a length and chunks': `${put}Content-Length: 6\r\n${chunked}\r\n0\r\n\r\n${hidden}`,
  'chunks and a length': `${put}${chunked}Content-Length: 6\r\n\r\n0\r\n\r\n${hidden}`,
  'two lengths': `${put}Content-Length: 0\r\nContent-Length: 5\r\n\r\n${hidden}`,
  'the same length twice': `${put}Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345${hidden}`,
  'a list of lengths': `${put}Content-Length: 5, 5\r\n\r\n12345${hidden}`,
  'a length with a plus': `${put}Content-Length: +5\r\n\r\n12345${hidden}`,
  'a length with a minus': `${put}Content-Length: -5\r\n\r\n12345${hidden}`,
  'a length in sixteens': `${put}Content-Length: 0x5\r\n\r\n12345${hidden}`,
  'a length with a blank in it': `${put}Content-Length: 1 0\r\n\r\n12345${hidden}`,
  'a length past all bounds': `${put}Content-Length: 99999999999999999999999\r\n\r\n${hidden}`,
  'an empty length': `${put}Content-Length: \r\n\r\n${hidden}`,
  'a length in other digits': `${put}Content-Length: \xb2\r\n\r\n12${hidden}`,
  'a blank before the colon of the length': `${put}Content-Length : 5\r\n\r\n12345${hidden}`,
  'a blank before the colon of the encoding': `${put}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`,
  'an encoding nobody knows': `${put}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`,
  'chunks that are not the last encoding': `${put}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
  'chunks twice': `${put}${chunked}Transfer-Encoding: identity\r\n\r\n0\r\n\r\n${hidden}`,
  'an encoding in quotes': `${put}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n${hidden}`,
  'an encoding with a control character': `${put}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n${hidden}`,
  'a chunk size that is no number': `${put}${chunked}\r\nz\r\n\r\n0\r\n\r\n${hidden}`,
  'a chunk size with a prefix': `${put}${chunked}\r\n0x3\r\nabc\r\n0\r\n\r\n${hidden}`,
  'a chunk size with a minus': `${put}${chunked}\r\n-1\r\nabc\r\n0\r\n\r\n${hidden}`,
  'a chunk size past all bounds': `${put}${chunked}\r\nfffffffffffffffff\r\nabc\r\n0\r\n\r\n${hidden}`,
  'a chunk size that ends in a bare line feed': `${put}${chunked}\r\n3\nabc\r\n0\r\n\r\n${hidden}`,
  'a chunk extension with a bare line feed': `${put}${chunked}\r\n3;a\nb\r\nabc\r\n0\r\n\r\n${hidden}`,
  'headers that end in bare line feeds': 'GET /api/session HTTP/1.1\nHost: 127.0.0.1\n\n',
  'one header that ends in a bare line feed': `${get}X-One: 1\nX-Two: 2\r\n\r\n`,
  'headers that end in bare returns': 'GET /api/session HTTP/1.1\rHost: 127.0.0.1\r\r',
  'a return in a header': `${get}X-One: a\rb\r\n\r\n`,
  'a header that goes on in the next line': `${get}X-One: a\r\n b\r\n\r\n`,
  'a length that goes on in the next line': `${put}Content-Length:\r\n 5\r\n\r\n12345${hidden}`,
  'a first header that begins with a blank':
    'GET /api/session HTTP/1.1\r\n Host: 127.0.0.1\r\n\r\n',
  'a header without a colon': `${get}X-One\r\n\r\n`,
  'a header without a name': `${get}: a\r\n\r\n`,
  'NUL in a header': `${get}X-One: a\x00b\r\n\r\n`,
  'NUL in a name': `${get}X\x00One: a\r\n\r\n`,
  'a name that is no word': `${get}X(One): a\r\n\r\n`,
  'no host': 'GET /api/session HTTP/1.1\r\n\r\n',
  'no version': 'GET /api/session\r\n\r\n',
  'a version to come': 'GET /api/session HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n',
  'another protocol': 'GET /api/session SIP/2.0\r\nHost: 127.0.0.1\r\n\r\n',
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a greeting of TLS': '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03',
  'a method that is none': 'G(T /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'blanks in the address': 'GET /api/session x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
}

test.each(Object.entries(corpus))('%s: refused, and the connection closed', async (_, bytes) => {
  const told = await desk.told(bytes)
  expect(told).toMatch(/^HTTP\/1\.1 400 /)
  // One answer only: what was hidden in it was never taken for a request.
  expect(told.match(/HTTP\/1\.1 \d{3} /g)).toHaveLength(1)
  expect(told.toLowerCase()).toContain('connection: close')
})

test('headers past 16 KiB are refused, and the connection closed', async () => {
  const told = await desk.told(`${get}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
  expect(told).toMatch(/^HTTP\/1\.1 431 /)
})

test('two hosts: whichever is meant, it is not answered twice', async () => {
  const told = await desk.told(`${get}Host: evil.example\r\nConnection: close\r\n\r\n`)
  expect(told).toMatch(/^HTTP\/1\.1 (400|421) /)
})

test('of a body that ends elsewhere than it says, nothing is taken for a request', async () => {
  const told = await desk.told(`${put}${chunked}\r\n1\r\nabc\r\n0\r\n\r\n${hidden}`)
  // The address was refused before its body was read, and the rest was none.
  expect(told.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 405', 'HTTP/1.1 400'])
})
