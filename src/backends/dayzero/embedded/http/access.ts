import { ApiError } from './errors.ts'

/** The one business of the embedded Day Zero, made by schema.sql. */
export const embeddedBusiness = '01890000-0000-7000-8000-000000000001'
export const embeddedToken = 'dz_embedded'

interface Token {
  role: 'owner' | 'viewer'
  businesses: readonly string[]
}

const tokens = new Map<string, Token>([
  [embeddedToken, { role: 'owner', businesses: [embeddedBusiness] }],
  ['dz_embedded_viewer', { role: 'viewer', businesses: [embeddedBusiness] }],
])

/** Who asks, and about which business. */
export interface Access {
  /** The business that the call is about; empty for a call that is about none. */
  business: string
  /** The businesses that the token's user can use. */
  businesses: readonly string[]
}

/**
 * @throws ApiError 401 for a token that is none, then 400 or 403 for the business, then 403 where
 *   the role may not write. Which role may write is not documented: here a viewer may not.
 */
export function accessOf(
  headers: Headers,
  operation: { scope: 'business' | 'token'; writes: boolean },
): Access {
  const [, given = ''] = /^bearer +(.*)$/i.exec(headers.get('authorization') ?? '') ?? []
  const token = tokens.get(given.trim())
  if (!token) throw new ApiError(401, 'Not authenticated', { 'www-authenticate': 'Bearer' })
  const business = operation.scope === 'business' ? businessOf(headers, token) : ''
  if (operation.writes && token.role === 'viewer') throw notAllowed()
  return { business, businesses: token.businesses }
}

function businessOf(headers: Headers, token: Token): string {
  const business = headers.get('x-business-id')?.trim().toLowerCase()
  if (!business) throw new ApiError(400, 'x-business-id header is required')
  if (!token.businesses.includes(business)) throw notAllowed()
  return business
}

function notAllowed(): ApiError {
  return new ApiError(403, 'Not enough permissions')
}
