import { render, screen, type RenderResult } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { App } from '#app/App.tsx'
import { dayzero } from '#backends/dayzero/vendor.ts'
import type { Backend } from '#contract/backend/backend.ts'
import type { Send } from '#contract/backend/send.ts'
import type { Database, DemoCustomer, Vendor } from '#contract/backend/vendor.ts'
import { asBrowser } from './asBrowser.ts'
import { embeddedVendor } from './embeddedVendor.ts'
import { embeddedWorkspace, openGateway, origin } from './gateway.ts'
import { deskSchema } from '#server/migrations/migrations.ts'

export interface OpenDesk {
  /** The billing system behind the desk, for looking at what was really stored. */
  backend: Backend
  /** The gateway's own. */
  database: Database
  /** The pipe from the page to its gateway; a test may stand in it as the network would. */
  network: { between: (request: Request, go: Send) => Promise<Response> }
  /** The pipe from the gateway to the billing system. */
  billing: { between: (request: Request, go: Send) => Promise<Response> }
  /** Opens a page at this address, as if it had been typed into the browser. */
  visit(path?: string): Promise<UserEvent>
  /** Where the page has sent the browser, in turn. */
  left: string[]
  page: RenderResult | null
}

/** The whole desk in this process: the real page, gateway, adapter, embedded API and PostgreSQL. */
export async function openDesk(
  customers: readonly DemoCustomer[],
  vendor: Vendor = dayzero,
  { requiresReason = false } = {},
): Promise<OpenDesk> {
  const { backend, send, database } = await embeddedVendor(vendor, customers)
  await database.query(deskSchema)
  const billing: OpenDesk['billing'] = { between: (request, go) => go(request) }
  const between = vendor.connect(vendor.embedded.settings, (request) =>
    billing.between(request, send),
  )
  const gateway = await openGateway({
    database,
    embedded: new Map([[vendor.id, send]]),
    workspaces: [{ ...embeddedWorkspace(vendor, between), requiresReason }],
  })
  const desk: OpenDesk = {
    backend,
    database,
    billing,
    network: { between: (request, go) => go(request) },
    left: [],
    page: null,
    async visit(path = '/') {
      desk.page?.unmount()
      window.history.replaceState(null, '', path)
      const go = asBrowser((request) => gateway.raw(request))
      desk.page = render(
        <App
          send={(request) => desk.network.between(request, go)}
          origin={origin}
          leave={(address) => void desk.left.push(address)}
        />,
      )
      await Promise.race([
        screen.findByRole('combobox', { name: 'Customer' }),
        screen.findByRole('heading', { name: 'Sign in to Contact Desk' }),
        screen.findByRole('heading', { name: 'There is nothing at this address' }),
      ])
      return userEvent.setup()
    },
  }
  return desk
}

/** The address of a customer, or of a panel on it. */
export function addressOf(customer: string, panel?: string, vendor: Vendor = dayzero): string {
  const address = `/w/${vendor.id}-embedded/c/${customer}`
  return panel ? `${address}/contacts/${panel}` : address
}
