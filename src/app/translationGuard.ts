/**
 * A browser that translates the page puts `<font>` elements in the place of the page's text nodes, and
 * React goes on with the nodes it made: taking one away, or putting something before it, then throws
 * and takes the page down, and a text that changes is written where nobody sees it. The guard remembers
 * what stands in for each node, and lets those three happen to the stand-in (react issue 11538).
 */
export function guardTranslation(root: Element): () => void {
  /** The element that was put in the place of a text node. */
  const standIns = new WeakMap<Node, Element>()
  let isGuarded = false

  const watch = new MutationObserver((records) => {
    for (const { addedNodes, removedNodes, previousSibling, nextSibling } of records) {
      const font = [...addedNodes, previousSibling, nextSibling].find(isFont)
      if (!font) continue
      if (!isGuarded) guard()
      isGuarded = true
      for (const node of removedNodes)
        if (isText(node) && !node.isConnected) standIns.set(node, font)
    }
  })
  watch.observe(root, { childList: true, subtree: true })
  return () => watch.disconnect()

  /** What is in `parent` for a child that React put there. Null: nothing any more. */
  function placeOf(parent: Node, child: Node): Node | null {
    let place: Node | null = child.isConnected ? child : (standIns.get(child) ?? null)
    while (place && place.parentNode !== parent) place = place.parentNode
    return place
  }

  function guard(): void {
    const { removeChild, insertBefore } = Node.prototype
    const { set, ...nodeValue } = Object.getOwnPropertyDescriptor(Node.prototype, 'nodeValue') ?? {}

    Node.prototype.removeChild = function <Child extends Node>(this: Node, child: Child): Child {
      if (child.parentNode === this) return removeChild.call(this, child) as Child
      const place = placeOf(this, child)
      if (place) removeChild.call(this, place)
      return child
    }
    Node.prototype.insertBefore = function <New extends Node>(
      this: Node,
      node: New,
      before: Node | null,
    ): New {
      const place = before && before.parentNode !== this ? placeOf(this, before) : before
      return insertBefore.call(this, node, place) as New
    }
    Object.defineProperty(Node.prototype, 'nodeValue', {
      ...nodeValue,
      set(this: Node, value: string | null) {
        set?.call(this, value)
        // The new text takes its place again, and is translated like any other.
        const font = isText(this) && !isInPlace(this) ? standInOf(this) : null
        font?.replaceWith(this)
      },
    })
  }

  /** The outermost element that a translator put around a text, or in its place. */
  function standInOf(text: Node): Element | null {
    let font: Element | null = text.isConnected ? text.parentElement : (standIns.get(text) ?? null)
    while (font && font.parentElement?.tagName === 'FONT') font = font.parentElement
    return font
  }
}

function isText(node: Node): boolean {
  return node.nodeType === Node.TEXT_NODE
}

function isFont(node: Node | null): node is Element {
  return node instanceof Element && node.tagName === 'FONT'
}

/** React makes no such element: a text outside of one is where React put it. */
function isInPlace(text: Node): boolean {
  return text.parentElement !== null && text.parentElement.tagName !== 'FONT'
}
