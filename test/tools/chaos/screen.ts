import type { Page } from '@playwright/test'

/** What a screen showed from one moment on. */
export interface Look {
  /** Milliseconds since 1970. */
  at: number
  /** Until then it was seen; the same clock. */
  until: number
  /** Notices, alerts and whatever else is read out. */
  said: string[]
  /** Rows of the list of contacts. */
  rows: string[]
  /** What stands in the inputs. */
  inputs: string[]
  /** Buttons that can be pressed. */
  buttons: string[]
}

declare global {
  var chaosScreen: { looks: Look[]; look(): void } | undefined
}

/** Notes every screen that differs from the one before. Runs in the page, so it knows nothing else. */
export function watchScreen(): void {
  const looks: Look[] = []
  let last = ''
  let due = false

  const textIn = (element: Element) => {
    const copy = element.cloneNode(true)
    if (!(copy instanceof Element)) return ''
    // What can be pressed is an offer, nothing that is claimed.
    for (const button of copy.querySelectorAll('button, script')) button.remove()
    return (copy.textContent ?? '').trim()
  }
  const all = (selector: string) => [...document.querySelectorAll(selector)]
  const enabled = (button: Element) =>
    button instanceof HTMLButtonElement && !button.disabled && !button.ariaDisabled

  const screen = {
    looks,
    look() {
      due = false
      if (!document.body) return
      const seen = {
        said: all('[role=alert], [role=status], [aria-live]').map(textIn).filter(Boolean),
        rows: all('table tbody tr').map(textIn).filter(Boolean),
        inputs: all('form input, form textarea').flatMap((input) =>
          'value' in input && typeof input.value === 'string' && input.value ? input.value : [],
        ),
        buttons: all('button')
          .filter(enabled)
          .map((button) => (button.textContent ?? '').trim())
          .filter(Boolean),
      }
      const now = JSON.stringify(seen)
      if (now === last) return
      last = now
      looks.push({ at: Date.now(), until: Date.now(), ...seen })
    },
  }
  globalThis.chaosScreen = screen
  const soon = () => {
    if (due) return
    due = true
    setTimeout(screen.look, 20)
  }
  new MutationObserver(soon).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  })
  document.addEventListener('input', soon)
}

/** The looks since this was asked last; none from a page that is gone or does not answer. */
export async function looksOf(page: Page): Promise<Look[]> {
  const unanswered = new Promise<Look[]>((resolve) => setTimeout(resolve, 5_000, []))
  const asked = page
    .evaluate(() => {
      globalThis.chaosScreen?.look()
      return globalThis.chaosScreen?.looks.splice(0) ?? []
    })
    .catch((): Look[] => [])
  return Promise.race([asked, unanswered])
}

/** What a look says about the contact of this name, whoever reads it. */
export interface Claim {
  saved: boolean
  /** It ended badly. */
  notSaved: boolean
  /** Nothing has happened so far, and it goes on by itself. */
  notYet: boolean
  /** The list shows it as one that is there. */
  listed: boolean
  /** What was typed stands in a form. */
  kept: boolean
}

/** Also with the words of a row that is not there yet, its buttons and chips taken together. */
const onItsWay = /saving|being saved|checking|being checked|checked|waiting|not known|unknown/i
const deniesSaving =
  /There is a problem|(?<!whether (it|this) was )\bnot saved\b(?! yet)|nothing was (sent|saved|written)/i
const postponesSaving = /\bnot (sent|saved) yet\b/i

export function claimOf({ said, rows, inputs }: Look, name: string): Claim {
  const last = name.split(' ').at(-1) ?? name
  return {
    saved: said.some((text) => text.includes(`${name} was saved`)),
    notSaved: said.some((text) => deniesSaving.test(text)),
    notYet: said.some((text) => postponesSaving.test(text)),
    listed: rows.some((row) => row.includes(name) && !onItsWay.test(row)),
    kept: inputs.some((value) => value.includes(last)),
  }
}
