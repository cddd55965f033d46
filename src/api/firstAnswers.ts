import { answerAttribute, firstReadsAt, type FirstAnswer } from '#contract/api/firstAnswers.ts'
import type { Send } from '#contract/backend/send.ts'

/** After this many milliseconds in the page what came with it is old, and is asked for anew. */
const freshFor = 10_000

/**
 * The pipe to the gateway of a page that may have arrived with the answers to its first reads. Each
 * of them is given once; everything else is sent.
 */
export function withFirstAnswers(send: Send, document: Document): Send {
  const left = new Set(firstReadsAt(document.location.pathname))
  return async (request) => {
    const { pathname, search } = new URL(request.url)
    const read = pathname + search
    if (request.method !== 'GET' || !left.delete(read) || performance.now() > freshFor)
      return send(request)
    const answer = await answerTo(read, document)
    request.signal.throwIfAborted()
    return answer ? Response.json(answer.body, { status: answer.status }) : send(request)
  }
}

/** The page may still be on its way while the scripts run. Undefined: it came without this answer. */
async function answerTo(read: string, document: Document): Promise<FirstAnswer | undefined> {
  for (;;) {
    const isOver = document.readyState !== 'loading'
    const element = [...document.querySelectorAll(`[${answerAttribute}]`)].find(
      (each) => each.getAttribute(answerAttribute) === read,
    )
    // What follows an element is read after it is whole.
    if (element && (isOver || element.nextSibling))
      // Our own gateway's, and its body is checked as that of every other answer is.
      return JSON.parse(element.textContent) as FirstAnswer
    if (isOver) return undefined
    await nextPiece(document)
  }
}

function nextPiece(document: Document): Promise<void> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => over())
    const over = () => {
      observer.disconnect()
      document.removeEventListener('readystatechange', over)
      resolve()
    }
    observer.observe(document, { childList: true, subtree: true })
    document.addEventListener('readystatechange', over)
  })
}
