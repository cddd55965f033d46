import { CreatedHere } from './CreatedHere.tsx'
import { DeleteContact } from '#contacts/delete/DeleteContact.tsx'
import { DiscardDialog } from '#contacts/drafts/DiscardDialog.tsx'
import { ResumeDraft } from '#contacts/drafts/ResumeDraft.tsx'
import { MayExist } from './conflict/MayExist.tsx'
import { SubmissionSupport } from '#contacts/saving/SubmissionSupport.tsx'
import { PendingSave } from '#contacts/saving/PendingSave.tsx'

/** What a form may need once it is open. One chunk, fetched as soon as a form is shown. */
export const lazyChunk = {
  CreatedHere,
  DeleteContact,
  LeaveForm: DiscardDialog,
  LeftDraft: ResumeDraft,
  MayExist,
  SupportOf: SubmissionSupport,
  UnresolvedSave: PendingSave,
}
