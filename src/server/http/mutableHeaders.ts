/** The same answer with headers that can be added to: those of a redirect and of `fetch` cannot. */
export function withMutableHeaders(answer: Response): Response {
  try {
    // The answer does not disclose the software, not even by a header that is missing.
    answer.headers.delete('x-powered-by')
    return answer
  } catch {
    const { status, statusText, headers } = answer
    return new Response(answer.body, { status, statusText, headers })
  }
}
