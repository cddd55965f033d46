import type { Vendor } from '#contract/vendor.ts'
import { dayzero } from './dayzero/vendor.ts'
import { zuora } from './zuora/vendor.ts'

/** The server's door: every billing system the desk speaks, by id. */
export const vendors: Readonly<Record<string, Vendor>> = { dayzero, zuora }
