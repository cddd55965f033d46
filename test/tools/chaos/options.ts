import { parseArgs, type ParseArgsConfig } from 'node:util'

/** What a command was asked for; explains itself and ends when it is not understood. */
export function optionsOf<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options }).values
  } catch {
    console.error(usage)
    process.exitCode = 2
    return undefined
  }
}

/** A whole number above zero; what is not one counts as not said. */
export function countOf(given: string | undefined, otherwise: number): number {
  const count = Number(given)
  return Number.isInteger(count) && count > 0 ? count : otherwise
}
