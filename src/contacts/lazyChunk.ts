import { CreatedHere } from './CreatedHere.tsx'
import { DeleteContact } from '#contacts/delete/DeleteContact.tsx'
import { LeaveForm } from '#contacts/drafts/DiscardDialog.tsx'
import { LeftDraft } from '#contacts/drafts/ResumeDraft.tsx'
import { SupportOf } from '#contacts/saving/SubmissionSupport.tsx'
import { UnresolvedSave } from '#contacts/saving/PendingSave.tsx'

/** What a form may come to need once it is open. One file, fetched as soon as a form stands. */
export const later = { CreatedHere, DeleteContact, LeaveForm, LeftDraft, SupportOf, UnresolvedSave }
