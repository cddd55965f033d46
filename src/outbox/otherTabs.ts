import * as z from 'zod/mini'

/** The customer whose contacts have changed. */
interface Changed {
  workspace: string
  customer: string
}

const changed = z.object({ workspace: z.string(), customer: z.string() })

/** What the tabs of this browser tell each other: where to look again. */
export interface OtherTabs {
  tell(changed: Changed): void
  close(): void
}

/** Browsers without such a channel have lists that are read again a little later. */
export function otherTabs(hear: (changed: Changed) => void): OtherTabs {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => {}, close: () => {} }
  const channel = new BroadcastChannel('contact-desk')
  channel.addEventListener('message', ({ data }) => {
    const message = changed.safeParse(data)
    if (message.success) hear(message.data)
  })
  return {
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel has only its own
    tell: ({ workspace, customer }) => channel.postMessage({ workspace, customer }),
    close: () => channel.close(),
  }
}
