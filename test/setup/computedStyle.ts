import { watchChanges } from './pageChanges.ts'

/**
 * jsdom computes a style by trying every rule of its own style sheet on the element and on each of
 * its ancestors: most of the time of a test that looks for things by role. Components' own style
 * sheets are not loaded in tests, so what comes out depends on the tags and attributes from the
 * element up to the root only, and is remembered by these.
 */

/** Attributes that no rule of jsdom's own style sheet and no inheritance looks at. */
const withoutStyle = /^(?:id|class|name|value|for|href|title|role|placeholder|aria-.*|data-.*)$/

/** One element as style rules see it, below one such parent. */
interface Shape {
  readonly below: Map<string, Shape>
  style?: CSSStyleDeclaration
}

const root: Shape = { below: new Map() }

/** By element, until anything in the document changes. */
let shapes = new WeakMap<Element, Shape>()

function tagOf(element: Element): string {
  let tag = element.tagName
  for (const { name, value } of element.attributes)
    if (!withoutStyle.test(name)) tag += ` ${name}=${value}`
  return tag
}

function shapeOf(element: Element): Shape {
  const known = shapes.get(element)
  if (known) return known
  const parent = element.parentElement ? shapeOf(element.parentElement) : root
  const tag = tagOf(element)
  const shape = parent.below.get(tag) ?? { below: new Map() }
  parent.below.set(tag, shape)
  shapes.set(element, shape)
  return shape
}

/** Makes `getComputedStyle` of this window remember. Style sheets that a test adds are heeded. */
export function rememberComputedStyles(window: Window & typeof globalThis): void {
  const compute = window.getComputedStyle.bind(window)
  const { document } = window
  const hasChanged = watchChanges(window)

  window.getComputedStyle = (element, pseudo) => {
    if (pseudo || document.styleSheets.length > 0 || !element.isConnected)
      return compute(element, pseudo)
    if (hasChanged()) shapes = new WeakMap()
    const shape = shapeOf(element)
    shape.style ??= compute(element)
    return shape.style
  }
}
