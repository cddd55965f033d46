/** The same answer with headers that can be added to: those of a redirect and of `fetch` cannot. */
export function withMutableHeaders(answer: Response): Response {
  try {
    // Nobody is told what it is made of, and a header that is not there tells as well.
    answer.headers.delete('x-powered-by')
    return answer
  } catch {
    const { status, statusText, headers } = answer
    return new Response(answer.body, { status, statusText, headers })
  }
}
