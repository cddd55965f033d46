import { CreatedHere } from './CreatedHere.tsx'
import { DeleteContact } from './DeleteContact.tsx'
import { LeaveForm } from './LeaveForm.tsx'
import { LeftDraft } from './LeftDraft.tsx'
import { SupportOf } from './SupportOf.tsx'
import { UnresolvedSave } from './UnresolvedSave.tsx'

/** What a form may come to need once it is open. One file, fetched as soon as a form stands. */
export const later = { CreatedHere, DeleteContact, LeaveForm, LeftDraft, SupportOf, UnresolvedSave }
