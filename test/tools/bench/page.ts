import type { Browser, BrowserContext, Page } from '@playwright/test'

/** In the page: the moment of the last press, and the frame in which its effect was painted. */
interface Clock {
  /** Settles with the milliseconds from the last press to the paint of what the predicate asks for. */
  shown<Wanted>(predicate: (wanted: Wanted) => boolean, wanted: Wanted): Promise<number>
  /** The same for a page just opened, counted from the start of its navigation. */
  opened<Wanted>(predicate: (wanted: Wanted) => boolean, wanted: Wanted): Promise<number>
  /** From each key to the next paint. */
  keys: number[]
}

declare global {
  var benchClock: Clock
}

/** Runs in the page, before anything of its own; must not reach for anything outside itself. */
function startClock(): void {
  let pressed = 0
  const keys: number[] = []
  const channel = new MessageChannel()
  const waiting: (() => void)[] = []
  channel.port1.addEventListener('message', () => waiting.shift()?.())
  channel.port1.start()
  // A message posted in a frame arrives when the frame has been painted.
  const painted = (then: () => void) => {
    waiting.push(then)
    channel.port2.postMessage(null)
  }
  const watch = (isShown: () => boolean, since: () => number) =>
    new Promise<number>((resolve, reject) => {
      setTimeout(() => reject(new Error('It was never shown.')), 30_000)
      const look = () => {
        if (!isShown()) return
        changes.disconnect()
        requestAnimationFrame(() => painted(() => resolve(performance.now() - since())))
      }
      const changes = new MutationObserver(look)
      changes.observe(document, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      })
      look()
    })
  const press = (event: Event) => {
    pressed = event.timeStamp
  }
  addEventListener('pointerdown', press, { capture: true })
  addEventListener(
    'keydown',
    (event) => {
      press(event)
      const at = event.timeStamp
      requestAnimationFrame(() => painted(() => keys.push(performance.now() - at)))
    },
    { capture: true },
  )
  globalThis.benchClock = {
    keys,
    shown: (predicate, wanted) =>
      watch(
        () => predicate(wanted),
        () => pressed,
      ),
    opened: (predicate, wanted) =>
      watch(
        () => predicate(wanted),
        () => 0,
      ),
  }
}

/** A page with nothing cached and a clock in it, gone when the work is done. */
export async function inFreshPage<Result>(
  browser: Browser,
  work: (page: Page, context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    await context.addInitScript(startClock)
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    return await work(page, context)
  } finally {
    await context.close()
  }
}

/**
 * Milliseconds from the next press to the paint of what the predicate sees. Call it, then press,
 * then await it. The predicate runs in the page and knows nothing but what it is given.
 */
export function shown<Wanted>(
  page: Page,
  predicate: (wanted: Wanted) => boolean,
  wanted: Wanted,
): Promise<number> {
  return timed(page, 'shown', predicate, wanted)
}

/** The same from the start of the navigation. */
export function opened<Wanted>(
  page: Page,
  predicate: (wanted: Wanted) => boolean,
  wanted: Wanted,
): Promise<number> {
  return timed(page, 'opened', predicate, wanted)
}

function timed<Wanted>(
  page: Page,
  how: 'shown' | 'opened',
  predicate: (wanted: Wanted) => boolean,
  wanted: Wanted,
): Promise<number> {
  return page.evaluate<number>(`benchClock.${how}(${String(predicate)}, ${JSON.stringify(wanted)})`)
}

/** Repeats and gives the samples; one at a time, the first thrown away as a warm-up of the machine. */
export async function rounds(count: number, once: () => Promise<number>): Promise<number[]> {
  await once()
  const samples: number[] = []
  for (let round = 0; round < count; round++) samples.push(await once())
  return samples
}
