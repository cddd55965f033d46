/** How long the database may take to answer a health check, in milliseconds. */
const patience = 1000

/** What the database answered; null when it failed, or is taking too long. */
export async function withTimeout<Result>(asked: Promise<Result>): Promise<Result | null> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience)
  })
  const answered = asked.catch(() => null)
  try {
    return await Promise.race([answered, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
