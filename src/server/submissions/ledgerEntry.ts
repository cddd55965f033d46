import type { Role } from '#contract/api/accessRole.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** Where an intent lives. */
export interface Key {
  workspace: string
  intent: string
}

/** A write as it is carried out. An undo is one of these. */
export type Write = Exclude<Submission, { op: 'undo' }>

/** One row of the ledger: a wish, and how far it got. */
export interface Entry extends Key {
  person: string
  /** The person's name and role when they asked. Null: a desk that did not yet write roles down. */
  personName: string
  role: Role | null
  /** Finds the request in which they asked. */
  reference: string | null
  /** Why, in their own words. */
  reason: string | null
  generation: number
  /** Of the wish as it was asked for. */
  fingerprint: string
  write: Write
  /** The intent that this one takes back. */
  undoes: string | null
  state: Outcome['state']
  /** What it came to; null while nothing has been said. */
  outcome: Outcome | null
  /** When the person asked. */
  sentAt: Date
  /** One more with each that takes it on: only the last of them may say what it came to. */
  fence: number
  /** Until then whoever took it on may still be at work. */
  leaseUntil: Date
  /** What the contact held before. */
  before: Contact | null
  /** Ids of the customer's contacts before anything was sent; null where nobody looked. */
  known: readonly string[] | null
  /**
   * Ids of the contacts that were primary, or had the role, before the first dispatch; null where it
   * moves neither. Never refreshed: of the holders of today one may be another writer's.
   */
  holders: readonly string[] | null
  /** One more each time it was proven that nothing was made. */
  round: number
  /** Answers of this round that were faults, which a backend with keys may have stored. */
  faults: number
  /** How often somebody looked what became of it. */
  looks: number
  /** When bytes of this round left first; null: none have. */
  departedAt: Date | null
  /** When bytes left last. */
  lastDepartedAt: Date | null
  doubtedAt: Date | null
  /** When a gateway that ended on purpose gave it back; what had left may still have been on its way. */
  givenBackAt: Date | null
  /** When it came out of a backup, still open: nothing of it is sent again without a person. */
  restoredAt: Date | null
  /** Of a create that was pressed before a restore: a contact like it made since then is this one. */
  lookFrom: Date | null
  /** It holds the customer lock (`customerLock.ts`). */
  holdsLock: boolean
}

/** A wish as it is written down before anything is sent. */
export interface Written {
  person: string
  personName: string
  role: Role | null
  reference: string
  generation: number
  fingerprint: string
  /** The wish as it was asked for, as text. */
  payload: string
  write: Write
  undoes: string | null
  /** Of a create: the same for every wish that would make the same contact. */
  likeness: string | null
  /** When a create was pressed, where that was before a restore that may have forgotten it. */
  lookFrom: Date | null
  /** It has to hold the customer lock. */
  takesLock: boolean
}
