import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useTopLayer } from './dialogStack.ts'

/** Keeps its content in reach while a modal dialog makes the rest of the page inert: inside of it. */
export function TopLayerPortal({ children }: { children: ReactNode }) {
  const layer = useTopLayer()
  return layer ? createPortal(children, layer) : children
}
