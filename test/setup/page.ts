import { act, configure, getConfig, type Config } from '@testing-library/react'
import { rememberComputedStyles } from './computedStyle.ts'
import { matchSimpleSelectors } from './simpleSelectors.ts'

/**
 * What a page has and jsdom has not, put in once for all files of a process. jsdom lays nothing out:
 * without sizes a virtual list shows no row, and nothing counts as visible.
 */

const page = { width: 1280, height: 800 }
const rowHeight = 40

function heightOf(element: HTMLElement): number {
  const set = Number.parseFloat(element.style.height)
  if (!Number.isNaN(set)) return set
  return element.matches('tr, li, [role=row], [role=option]') ? rowHeight : page.height
}

function widthOf(element: HTMLElement): number {
  const set = Number.parseFloat(element.style.width)
  return Number.isNaN(set) ? page.width : set
}

function rectOf(element: HTMLElement): DOMRect {
  return new DOMRect(0, 0, widthOf(element), heightOf(element))
}

for (const name of ['offsetHeight', 'clientHeight'] as const)
  Object.defineProperty(HTMLElement.prototype, name, {
    configurable: true,
    get(this: HTMLElement) {
      return heightOf(this)
    },
  })

for (const name of ['offsetWidth', 'clientWidth'] as const)
  Object.defineProperty(HTMLElement.prototype, name, {
    configurable: true,
    get(this: HTMLElement) {
      return widthOf(this)
    },
  })

HTMLElement.prototype.getBoundingClientRect = function (this: HTMLElement) {
  return rectOf(this)
}

/** Reports the size once, as a browser does when watching starts. Nothing changes size here later. */
class ResizeObserverOnce implements ResizeObserver {
  readonly #tell: ResizeObserverCallback
  #watched = new Set<Element>()

  constructor(tell: ResizeObserverCallback) {
    this.#tell = tell
  }

  observe(element: Element): void {
    this.#watched.add(element)
    queueMicrotask(() => {
      if (!this.#watched.has(element) || !(element instanceof HTMLElement)) return
      const size = [{ inlineSize: widthOf(element), blockSize: heightOf(element) }]
      const entry: ResizeObserverEntry = {
        target: element,
        contentRect: rectOf(element),
        borderBoxSize: size,
        contentBoxSize: size,
        devicePixelContentBoxSize: size,
      }
      act(() => this.#tell([entry], this))
    })
  }

  unobserve(element: Element): void {
    this.#watched.delete(element)
  }

  disconnect(): void {
    this.#watched.clear()
  }
}

globalThis.ResizeObserver = ResizeObserverOnce

// Ariakit asks; a missing function would be an error (jsdom 29).
globalThis.CSS ??= {} as typeof CSS
CSS.supports ??= () => false
CSS.escape ??= (value: string) => value.replace(/[^\w-]/g, (character) => `\\${character}`)

window.matchMedia = (media: string): MediaQueryList =>
  Object.assign(new EventTarget(), {
    media,
    matches: false,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
  })

// jsdom has the name but only prints "not implemented".
window.scrollTo = () => {}
Element.prototype.scrollTo = function (this: Element, ...to: unknown[]) {
  const [options, top] = to as [ScrollToOptions | number | undefined, number | undefined]
  const before = this.scrollTop
  this.scrollTop = (typeof options === 'number' ? top : options?.top) ?? before
  // Browsers tell later, and only when something moved.
  if (this.scrollTop !== before)
    queueMicrotask(() => act(() => void this.dispatchEvent(new Event('scroll'))))
}
Element.prototype.scrollIntoView = () => {}

// No top layer in jsdom, so opening one is only told by the attribute, and by being displayed.
HTMLDialogElement.prototype.show = function (this: HTMLDialogElement) {
  this.setAttribute('open', '')
}
HTMLDialogElement.prototype.showModal = HTMLDialogElement.prototype.show
HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
  this.removeAttribute('open')
}
HTMLElement.prototype.showPopover = function (this: HTMLElement) {
  this.style.display = 'block'
}
HTMLElement.prototype.hidePopover = function (this: HTMLElement) {
  this.style.display = 'none'
}

const { getElementError } = getConfig()

/**
 * While something is waited for, every look that finds nothing would print the whole page into an
 * error that is thrown away: half of the time of a test of a whole screen. The last look, which
 * fails the test, still prints it.
 */
configure({
  getElementError: (message, container) => {
    const { _disableExpensiveErrorDiagnostics: isPolling } = getConfig() as PollingConfig
    if (!isPolling) return getElementError(message, container)
    return Object.assign(new Error(message ?? ''), { name: 'TestingLibraryElementError' })
  },
})

/** Testing Library's own mark for looks within `waitFor`, which its types leave out. */
type PollingConfig = Config & { _disableExpensiveErrorDiagnostics?: boolean }

// A busy machine is no failure: what is waited for is there in milliseconds or not at all.
configure({ asyncUtilTimeout: 15_000 })

/** Before any test replaces it: React's scheduler holds on to the real one, too. */
const turn = setImmediate
const { asyncWrapper } = getConfig()

/**
 * After what a user did, React has drawn what came of it: a check that is a promise, the drawing it
 * leads to, and the effect of that (a focus that moves) are one turn each. Without it a test passes
 * or fails by how busy the machine is.
 */
configure({
  asyncWrapper: (work) =>
    asyncWrapper(async () => {
      const result = await work()
      for (let turns = 0; turns < 5; turns++) await new Promise<void>((resolve) => turn(resolve))
      return result
    }),
})

rememberComputedStyles(window)
matchSimpleSelectors(window)
