import { createSign, generateKeyPairSync } from 'node:crypto'

/** A certificate that only its own key vouches for, as PEM. Good for `localhost`. */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const name = sequence(tagged(0x31, sequence(commonName, tagged(0x0c, Buffer.from('localhost')))))
  const names = sequence(tagged(0x82, Buffer.from('localhost')))
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    rsaWithSha256,
    name,
    sequence(date('200101000000Z'), date('491231235959Z')),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    tagged(0xa3, sequence(sequence(alternativeNames, tagged(0x04, names)))),
  )
  const signature = createSign('RSA-SHA256').update(body).sign(privateKey)
  const cert = sequence(body, rsaWithSha256, tagged(0x03, Buffer.from([0]), signature))
  const lines = cert.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

/*
 * DER (X.690), as far as a certificate takes it (RFC 5280): a tag, a length, and what is inside.
 */
const commonName = tagged(0x06, Buffer.from([0x55, 4, 3]))
const alternativeNames = tagged(0x06, Buffer.from([0x55, 29, 17]))
const rsaWithSha256 = sequence(tagged(0x06, Buffer.from('2a864886f70d01010b', 'hex')), tagged(0x05))

function tagged(tag: number, ...inside: Buffer[]): Buffer {
  const content = Buffer.concat(inside)
  const { length } = content
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...inside: Buffer[]): Buffer {
  return tagged(0x30, ...inside)
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]))
}

function date(utc: string): Buffer {
  return tagged(0x17, Buffer.from(utc))
}
