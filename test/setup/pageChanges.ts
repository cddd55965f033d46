/** Asks whether anything in the document changed since the last time this asker asked. */
export type HasChanged = () => boolean

/**
 * Watches the document for whoever remembers something about it: the first ask after a change, however
 * small, is answered with true.
 */
export function watchChanges(window: Window & typeof globalThis): HasChanged {
  let hasChanged = false
  const observer = new window.MutationObserver(() => (hasChanged = true))
  const what = { subtree: true, childList: true, attributes: true, characterData: true }
  observer.observe(window.document, what)
  return () => {
    const answer = hasChanged || observer.takeRecords().length > 0
    hasChanged = false
    return answer
  }
}
