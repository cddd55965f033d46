import { createContext, use } from 'react'

/**
 * Whether the Tab key stops at the controls in here. A table row that is not the current one says
 * -1: a pointer still reaches them, Tab does not walk through 2,000 rows.
 */
export const RovingTabStop = createContext<0 | -1>(0)

export function useTabStop(): 0 | -1 | undefined {
  return use(RovingTabStop) === -1 ? -1 : undefined
}
