import { useRef, useState } from 'react'
import type { Refusal } from '#contract/api/refusal.ts'
import type { SubmissionBody } from '#outbox/submission.ts'

/** A contact that may be the one that a create was to make. */
export type PossibleContact = (Refusal & { kind: 'mayExist' })['contact']

/** The question whether a contact is the one to be created, and the contacts that are not. */
export function useMayExist() {
  const [contact, setContact] = useState<PossibleContact | null>(null)
  // Read by the press of Save in the same event that adds to it.
  const distinct = useRef<readonly string[]>([])

  function reset(others: readonly string[]) {
    distinct.current = others
    setContact(null)
  }

  return {
    /** The contact to decide about; null where there is none. */
    contact,
    ask: setContact,
    /** Whether nothing can be sent before the person has decided. */
    isOpen: () => contact !== null && !distinct.current.includes(contact.id),
    /** The person says that this contact is another one. */
    addDistinct: (id: string) => reset([...distinct.current, id]),
    reset: () => reset([]),
    /** The write, a create with the contacts that are others. */
    withDistinct(write: SubmissionBody | null): SubmissionBody | null {
      if (write?.op !== 'create' || distinct.current.length === 0) return write
      return { ...write, distinctFrom: [...distinct.current] }
    },
  }
}
