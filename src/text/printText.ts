import { bidiIsolate } from './isolated.ts'

/** What only paper says. */
export const printText = {
  workspace: (name: string, environment: string) =>
    `Workspace: ${bidiIsolate(name)} (${bidiIsolate(environment)})`,
  printed: (time: string) => `Printed ${time}`,
  filtered: (filter: string) => `Only what holds “${bidiIsolate(filter)}”`,
}
