import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Database } from '#contract/backend/vendor.ts'
import { ZuoraError } from '#backends/zuora/embedded/http/errors.ts'

interface Claims {
  jti: string
  /** Milliseconds since 1970. */
  expires: number
}

/**
 * Access tokens that no table needs to hold: they carry when they end, signed with a key that is in
 * the database. So every gateway on that database takes the tokens of every other one, and looking
 * at one costs no query.
 * @param life how long a token lives, in seconds
 */
export function tokensOf(database: Database, now: () => Date, life: number) {
  let loading: Promise<string> | undefined

  function key(): Promise<string> {
    loading ??= signingKey(database).catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }

  async function issue(): Promise<{ token: string; jti: string; life: number }> {
    const jti = randomBytes(16).toString('hex')
    const claims: Claims = { jti, expires: now().getTime() + life * 1000 }
    const text = Buffer.from(JSON.stringify(claims)).toString('base64url')
    return { token: `${text}.${signed(text, await key())}`, jti, life }
  }

  /** @throws ZuoraError 401 for a header without a token, or with one that is none any more */
  async function check(authorization: string | null): Promise<void> {
    const [, token = ''] = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '') ?? []
    const [text = '', signature = ''] = token.split('.')
    if (token !== '' && isEqual(signature, signed(text, await key()))) {
      // Nobody else could sign it, so it is what `issue` made.
      const claims = JSON.parse(Buffer.from(text, 'base64url').toString()) as Claims
      if (now().getTime() < claims.expires) return
    }
    throw new ZuoraError(
      [{ code: 90_000_011, message: 'this resource is protected, please sign in first' }],
      { status: 401, headers: { 'www-authenticate': 'Bearer' }, atGate: true },
    )
  }

  return { issue, check }
}

export type Tokens = ReturnType<typeof tokensOf>

/** Whoever needs the key first makes it. */
async function signingKey(database: Database): Promise<string> {
  const read = 'select key from zuora.signing where id = 1'
  const [there] = await database.query<{ key: string }>(read)
  if (there) return there.key
  await database.query(
    'insert into zuora.signing (id, key) values (1, $1) on conflict do nothing',
    [randomBytes(32).toString('base64url')],
  )
  const [made] = await database.query<{ key: string }>(read)
  if (!made) throw new Error('the signing key is gone')
  return made.key
}

function signed(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}

/** Takes the same time for every wrong text. */
export function isEqual(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
