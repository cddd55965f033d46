import * as z from 'zod/mini'
import type { Scope } from '#contract/api/workspaceSettings.ts'
import { words } from './en.ts'

/** Said to whoever writes the configuration. */
const says = {
  address: 'give the address of Day Zero, https://api.ondayzero.com',
  token: 'give an API token, made in Day Zero under Settings, Developers',
  businessId:
    'give the id of the business, a UUID: GET /api/v1/businesses with the token lists them',
  userEmail: 'give the mail address that Day Zero is to name in its audit trail, or take it out',
}

/** A business, as the configuration describes it. */
export const settingsSchema = z.strictObject({
  address: z.url(says.address),
  token: z.string(says.token).check(z.regex(/^\S+$/, says.token)),
  businessId: z.uuid(says.businessId),
  /** Named in Day Zero's own audit trail. */
  userEmail: z.optional(z.email(says.userEmail)),
})

export type Settings = z.infer<typeof settingsSchema>

/** Where a workspace with these settings acts. */
export function scopeOf({ businessId, userEmail }: Settings): Scope[] {
  const { business, user } = words.scope
  return [
    { label: business, value: businessId },
    ...(userEmail ? [{ label: user, value: userEmail }] : []),
  ]
}

/** What to look at when Day Zero says no from the start. */
export const advice = {
  credentials:
    'Day Zero does not accept its token. Check that settings.token is whole, and in Day Zero (Settings, Developers) that it has not expired and was not revoked.',
  permission:
    'Day Zero accepts its token, but not for this business. Check settings.businessId, and that the user who made the token belongs to that business: GET /api/v1/businesses with the token lists those it reaches.',
  setup:
    'Day Zero finds nothing there. Check that settings.address is the host alone, without /api/v1, and settings.businessId.',
  notFound:
    'Day Zero finds nothing there. Check that settings.address is the host alone, without /api/v1, and settings.businessId.',
}
