import type { ComponentType } from 'react'
import { text } from '#text/text.ts'
import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import type { PageProps } from './pageProps.ts'

interface Page {
  label: string
  Page: ComponentType<PageProps>
}

/**
 * The pages beside the desk, by the last part of their address and in the order of their links.
 * Each is fetched when it is opened.
 */
export const pages: ReadonlyMap<string, Page> = new Map([
  [
    'customers',
    {
      label: text.desk.customers,
      Page: page(async () => (await import('#app/routes/CustomersRoute.tsx')).CustomersRoute),
    },
  ],
  [
    'log',
    {
      label: text.desk.log,
      Page: page(async () => (await import('#app/routes/AuditLogRoute.tsx')).AuditLogRoute),
    },
  ],
  [
    'settings',
    {
      label: text.desk.settings,
      Page: page(async () => (await import('#app/routes/SettingsRoute.tsx')).SettingsRoute),
    },
  ],
])

/** Where a workspace begins, before a customer is open. */
export const Home = page(async () => (await import('#app/routes/HomeRoute.tsx')).HomeRoute)

function page(load: () => Promise<ComponentType<PageProps>>): ComponentType<PageProps> {
  return lazyWithRetry(load, <div aria-busy="true" />)
}
