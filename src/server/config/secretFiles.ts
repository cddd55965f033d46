import { readFile } from 'node:fs/promises'
import { startText } from '#text/startText.ts'

const words = startText.settings

/** Settings that hold a secret, which may stand in a file instead: `…_FILE` names it. */
const secret = ['DATABASE_URL', 'DESK_OIDC_CLIENT_SECRET', 'DESK_METRICS_TOKEN']

export const secretFileNames = secret.map((name) => `${name}_FILE`)

/** The same settings with what the files hold. What is wrong with one is added to the mistakes. */
export async function withSecretFiles(
  given: Readonly<Record<string, string | undefined>>,
  mistakes: string[],
): Promise<Record<string, string | undefined>> {
  const all = { ...given }
  for (const name of secret) {
    const path = given[`${name}_FILE`]
    if (path === undefined) continue
    if (given[name] !== undefined) mistakes.push(words.secretTwice(name))
    const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      mistakes.push(`${name}_FILE: ${words.secretFile(path, cause.code ?? cause.message)}`)
    })
    if (text?.trim() === '') mistakes.push(`${name}_FILE: ${words.secretEmpty}`)
    // Where it cannot be read the one mistake will do.
    all[name] = text?.trim() ?? given[name]
  }
  return all
}
