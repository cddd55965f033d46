import { useSyncExternalStore } from 'react'

/**
 * The modal dialogs that are open, the topmost last. What is outside the topmost is inert, so
 * notices have to be shown inside it.
 */
let layers: readonly HTMLElement[] = []
const listeners = new Set<() => void>()

function change(next: readonly HTMLElement[]) {
  layers = next
  for (const tell of listeners) tell()
}

/** Lays a modal dialog on top; returns what takes it away again. */
export function enterLayer(element: HTMLElement): () => void {
  change([...layers, element])
  return () => change(layers.filter((layer) => layer !== element))
}

/** The topmost modal dialog, null when there is none. */
export function topLayer(): HTMLElement | null {
  return layers.at(-1) ?? null
}

export function useTopLayer(): HTMLElement | null {
  return useSyncExternalStore(listen, topLayer)
}

function listen(tell: () => void) {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
