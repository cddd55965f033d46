import { watchChanges } from './pageChanges.ts'

/**
 * Testing Library finds a role by trying some ninety selectors on each element, and looks again
 * whenever the page changes: most of the time of a test of a whole screen. Nearly all of these are
 * lists of a tag and its attributes, which are matched here without jsdom's selector engine. Any other
 * selector goes to jsdom.
 */

type Matches = (element: Element) => boolean

/** One tag, or none, and any number of attributes, each there, of a value, or not so. */
const simple =
  /^(\*|[a-z][a-z0-9]*)?((?:\[[a-z-]+(?:~?="[^"\\]*")?\]|:not\(\[[a-z-]+(?:="[^"\\]*")?\]\))*)$/
const conditions = /(:not\()?\[([a-z-]+)(?:(~?=)"([^"\\]*)")?\]\)?/g

/** Attributes whose values HTML compares without regard to case. */
const withoutCase = new Set(['type', 'dir', 'lang', 'hidden', 'method', 'rel', 'scope', 'media'])

const known = new Map<string, Matches | null>()

function matcherOf(selector: string): Matches | null {
  let matcher = known.get(selector)
  if (matcher === undefined) known.set(selector, (matcher = compiled(selector)))
  return matcher
}

function compiled(selector: string): Matches | null {
  const each = selector.split(',').map((part) => compiledPart(part.trim()))
  if (each.some((part) => part === null)) return null
  const parts = each as Matches[]
  return parts.length === 1 ? parts[0]! : (element) => parts.some((part) => part(element))
}

function compiledPart(selector: string): Matches | null {
  const found = simple.exec(selector)
  if (!found || selector === '') return null
  const tag = found[1] === '*' ? undefined : found[1]
  const tests = [...found[2]!.matchAll(conditions)].map(([, not, name, how, value]) =>
    attributeTest(name!, not !== undefined, how, value),
  )
  return (element) =>
    (tag === undefined || element.localName === tag) && tests.every((fits) => fits(element))
}

function attributeTest(name: string, not: boolean, how?: string, value = ''): Matches {
  const bare = (text: string) => (withoutCase.has(name) ? text.toLowerCase() : text)
  const wanted = bare(value)
  const fits: Matches = (element) => {
    const text = element.getAttribute(name)
    if (text === null || how === undefined) return text !== null
    if (how === '=') return bare(text) === wanted
    return value !== '' && text.split(/\s+/).includes(value)
  }
  return not ? (element) => !fits(element) : fits
}

function below(root: ParentNode, matches: Matches): Element[] {
  const found: Element[] = []
  const look = (parent: ParentNode) => {
    for (let child = parent.firstElementChild; child; child = child.nextElementSibling) {
      if (matches(child)) found.push(child)
      look(child)
    }
  }
  look(root)
  return found
}

/**
 * Makes `matches` and `querySelectorAll` of this window quick for simple selectors. What was found in
 * the page is remembered until something in it changes.
 */
export function matchSimpleSelectors(window: Window & typeof globalThis): void {
  const { matches } = window.Element.prototype
  window.Element.prototype.matches = function (this: Element, selector: string) {
    const matcher = matcherOf(selector)
    return matcher ? matcher(this) : matches.call(this, selector)
  } as typeof matches

  const hasChanged = watchChanges(window)
  let remembered = new WeakMap<ParentNode, Map<string, Element[]>>()
  const find = (root: ParentNode & Node, selector: string, matcher: Matches) => {
    if (!root.isConnected) return below(root, matcher)
    if (hasChanged()) remembered = new WeakMap()
    const found = remembered.get(root) ?? new Map<string, Element[]>()
    remembered.set(root, found)
    const elements = found.get(selector) ?? below(root, matcher)
    found.set(selector, elements)
    return elements
  }
  for (const { prototype } of [window.Element, window.Document]) {
    const findByAny = prototype.querySelectorAll
    prototype.querySelectorAll = function (this: ParentNode & Node, selector: string) {
      const matcher = matcherOf(selector)
      return matcher ? listOf(find(this, selector, matcher)) : findByAny.call(this, selector)
    }
  }
}

/** With what a NodeList has besides, which is all that callers may use of it. */
function listOf(elements: readonly Element[]): NodeListOf<Element> {
  const item = (at: number) => elements[at] ?? null
  return Object.assign([...elements], { item }) as unknown as NodeListOf<Element>
}
