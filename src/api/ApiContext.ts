import { createContext, use } from 'react'
import type { DeskApi } from './client.ts'

const Context = createContext<DeskApi | null>(null)

/** Hands the client to the features; which pipe it speaks through is decided where the app is put together. */
export const ApiProvider = Context.Provider

export function useApi(): DeskApi {
  const api = use(Context)
  if (!api) throw new Error('useApi outside ApiProvider')
  return api
}
