import type { Contact } from '#contract/backend.ts'
import type { Refusal } from '#contract/refusal.ts'
import type { Outcome, Submission } from '#contract/submission.ts'
import { DeskError, type Trouble } from '#contract/trouble.ts'

/** A submission before it has its generation. */
export type Write = Submission extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'g'>
    : never
  : never

/**
 * One wish to write. Its id is made once, when the form opens, and every press of Save carries it,
 * so that a double click, a lost answer or a server that went away cannot make two contacts.
 */
export interface Wish {
  readonly intent: string
  /** The generation of the next new payload. */
  g: number
  /** Sent, and nobody knows yet what became of it. */
  open: Submission | null
}

/** How a press of Save ended, as far as anybody can tell. */
export type Verdict =
  | { kind: 'saved'; contact: Contact | null; sent: Submission }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknown'; trouble: Trouble | null }

export function newWish(): Wish {
  return { intent: crypto.randomUUID(), g: 1, open: null }
}

/** Hands a submission to the gateway. Rejects with a `DeskError` when there is no outcome to read. */
export type Put = (intent: string, submission: Submission) => Promise<Outcome>

/**
 * Presses Save. While an earlier press is unresolved the very same payload is sent again, whatever
 * the form holds by now: only its answer can tell whether the new text is a create or a change.
 */
export async function submit(put: Put, wish: Wish, write: Write): Promise<Verdict> {
  if (wish.open) {
    const earlier = await settle(put, wish, wish.open)
    if (earlier.kind !== 'refused') return earlier
  }
  return settle(put, wish, { ...write, g: wish.g })
}

async function settle(put: Put, wish: Wish, submission: Submission): Promise<Verdict> {
  const repeated = wish.open !== null
  wish.open = submission
  try {
    const outcome = await answered(put, wish.intent, submission)
    if (outcome.state === 'succeeded') {
      wish.open = null
      return { kind: 'saved', contact: outcome.contact, sent: submission }
    }
    if (outcome.state === 'rejected') return refused(wish, outcome.refusal)
    return { kind: 'unknown', trouble: null }
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    const { trouble } = error
    // A first try that the gateway turned away at the door wrote nothing. Of a repeat that says
    // nothing about the first try, and `unclear` says by its name that nobody knows.
    if (!repeated && trouble.kind === 'refused' && trouble.refusal.kind !== 'unclear')
      return refused(wish, trouble.refusal)
    return { kind: 'unknown', trouble }
  }
}

function refused(wish: Wish, refusal: Refusal): Verdict {
  wish.open = null
  wish.g += 1
  return { kind: 'refused', refusal }
}

/** `pending` means that another tab or a first try is still at it; its end is worth a short wait. */
async function answered(put: Put, intent: string, submission: Submission): Promise<Outcome> {
  for (let wait = 250; ; wait *= 2) {
    const outcome = await put(intent, submission)
    if (outcome.state !== 'pending' || wait > 4_000) return outcome
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}
