import { render, screen, type RenderResult } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import { App } from '#app/App.tsx'
import type { Send } from '#contract/backend/send.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { asBrowser } from './asBrowser.ts'
import { openGateway, workspaceOn } from './gateway.ts'

export interface DeskOn {
  /** Opens a page at this address, as if it had been typed into the browser. */
  visit(path: string): Promise<UserEvent>
  /** Looks after what is in doubt, as the sweeper does every few seconds. */
  sweep(): Promise<void>
}

/** The real page, gateway and adapter in this process, before a billing system that is stood in for. */
export async function openDeskOn(vendor: Vendor, settings: unknown, send: Send): Promise<DeskOn> {
  const variation = vendor.variation(settings)
  const gateway = await openGateway({
    workspaces: [
      {
        ...workspaceOn(vendor.connect(settings, send), 'outside'),
        ...{ name: 'The outside one', vendor, variation, form: vendor.form(variation) },
      },
    ],
  })
  let page: RenderResult | null = null
  return {
    sweep: () => gateway.sweeper.sweep(),
    async visit(path) {
      page?.unmount()
      window.history.replaceState(null, '', path)
      const go = asBrowser((request) => gateway.raw(request))
      page = render(<App send={go} origin="http://localhost:3000" leave={() => {}} />)
      await screen.findByRole('combobox', { name: 'Customer' })
      return userEvent.setup()
    },
  }
}
