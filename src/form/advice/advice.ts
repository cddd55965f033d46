/** A sentence beside a field, and what one press can do about it. It never keeps anybody from saving. */
export interface Advice {
  message: string
  actions: readonly { label: string; fill: Readonly<Record<string, string>> }[]
}
