/** However busy the page is, a part is fetched after this many milliseconds. */
const timeout = 2000

/** Resolves when the browser has nothing better to do, so that what nobody waits for comes last. */
export function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout })
    else resolve()
  })
}
