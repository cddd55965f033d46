import { writing, type DeskApi } from '#api/client.ts'
import { storedKeymapSchema } from '#contract/api/keymap.ts'
import { ApiError } from '#contract/api/apiError.ts'
import { defaultKeymap, type Keymap } from '#contract/shortcuts.ts'
import { applyKeymap, currentKeymap } from './keymap.ts'

const path = '/session/shortcuts'

/** Whose changed shortcuts have not reached the gateway yet. */
const unsentKey = 'contact-desk.shortcuts-unsent'

/**
 * The person's shortcuts come from the gateway, unless this browser has newer ones that could not be
 * sent so far: those go there. Without an answer everything stays as it is.
 */
export async function syncKeymap(api: DeskApi, person: string): Promise<void> {
  if (localStorage.getItem(unsentKey) === person) return sendKeymap(api, person)
  await unlessUnreached(async () => {
    const { keymap } = await api.ask(storedKeymapSchema, path)
    applyKeymap(keymap ?? defaultKeymap)
  })
}

/** Takes effect here at once, and on the person's other browsers when they next open the desk. */
export async function changeKeymap(api: DeskApi, person: string, next: Keymap): Promise<void> {
  applyKeymap(next)
  localStorage.setItem(unsentKey, person)
  await sendKeymap(api, person)
}

async function sendKeymap(api: DeskApi, person: string): Promise<void> {
  const sent = currentKeymap()
  await unlessUnreached(async () => {
    await api.ask(storedKeymapSchema, path, {
      method: 'PUT',
      headers: writing,
      body: JSON.stringify(sent),
    })
    // Another change since then is on its way by itself.
    if (sent === currentKeymap() && localStorage.getItem(unsentKey) === person)
      localStorage.removeItem(unsentKey)
  })
}

/** What could not be sent is sent the next time the desk is opened or the network is back. */
async function unlessUnreached(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}
