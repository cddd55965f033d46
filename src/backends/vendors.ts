import type { Vendor } from '#contract/backend/vendor.ts'
import { dayzero } from './dayzero/vendor.ts'
import { zuora } from './zuora/vendor.ts'

/** The server's door: every billing system the desk speaks, by id. */
export const vendors: Readonly<Record<string, Vendor>> = { dayzero, zuora }
