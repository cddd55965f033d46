import type { Database } from '#contract/backend/vendor.ts'
import { reason, ZuoraError, type Category } from '#backends/zuora/embedded/http/errors.ts'
import { forgetOldKeys } from '#backends/zuora/embedded/http/idempotency.ts'
import { bytesOf, checkMediaType, textOf } from '#backends/zuora/embedded/http/requestBody.ts'
import { checkTrackId } from '#backends/zuora/embedded/http/requestHeaders.ts'
import { isEqual, type Tokens } from './token.ts'

/** Who may ask for tokens. */
export const embeddedClient = { id: 'embedded-client', secret: 'embedded-secret' }

interface TokenOptions {
  database: Database
  now: Date
  tokens: Tokens
}

/**
 * The body of a POST /oauth/token: client credentials in a form (RFC 6749, 4.4.2). Of a member that
 * is given twice the first one counts, members that are not known are ignored.
 * @throws ZuoraError 400 for what is missing and for another grant, 401 for wrong credentials, 415
 */
export async function createToken(
  request: Request,
  { database, now, tokens }: TokenOptions,
): Promise<object> {
  const { headers } = request
  checkTrackId(headers)
  const entity = headers.get('zuora-entity-ids')
  if (entity !== null && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(entity))
    throw refused(20, 'Zuora-Entity-Ids must be a UUID with hyphens')
  const bytes = await bytesOf(request)
  checkMediaType(headers.get('content-type'), 'application/x-www-form-urlencoded')
  checkClient(new URLSearchParams(textOf(bytes)))
  // Once an hour for each client: often enough for what is kept for a day.
  await forgetOldKeys(database, now)
  const { token, jti, life } = await tokens.issue()
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: life,
    scope: 'tenant.embedded user.embedded-client entity.embedded',
    jti,
  }
}

function checkClient(form: URLSearchParams): void {
  const [id = '', secret = '', grant = ''] = ['client_id', 'client_secret', 'grant_type'].map(
    (name) => {
      const value = form.get(name)
      if (!value) throw refused(22, `${name} is missing`)
      return value
    },
  )
  if (grant !== 'client_credentials') throw refused(20, 'grant_type must be client_credentials')
  // Both are compared, so that the time it takes does not tell which one was wrong.
  const right = [isEqual(id, embeddedClient.id), isEqual(secret, embeddedClient.secret)]
  if (right.includes(false)) throw refused(11, 'Invalid client id or client secret')
}

function refused(category: Category, message: string): ZuoraError {
  return new ZuoraError([reason(category, message)])
}
