import { outbound } from '#server/outbound/outbound.ts'

/** Asks one address and prints what comes back, or the code of what does not. */
export async function main([address = '']: string[]): Promise<void> {
  const said = await outbound({ origins: [address] })(new Request(address)).then(
    (answer) => answer.text(),
    (error: Error & { code?: string }) => error.code ?? error.message,
  )
  console.log(said)
}
