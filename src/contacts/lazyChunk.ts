import type { Contact } from '#contract/fields/contact.ts'
import { CreatedHere } from './CreatedHere.tsx'
import { DeleteContact } from '#contacts/delete/DeleteContact.tsx'
import { DiscardDialog } from '#contacts/drafts/DiscardDialog.tsx'
import { ResumeDraft } from '#contacts/drafts/ResumeDraft.tsx'
import { DensityMenu } from './DensityMenu.tsx'
import { ListTroubles, NobodyYet, NothingMatches, RowNote } from './ListMessages.tsx'
import { MayExist } from './conflict/MayExist.tsx'
import { ConfirmRoleChange } from '#contacts/roles/ConfirmRoleChange.tsx'
import { SubmissionSupport } from '#contacts/saving/SubmissionSupport.tsx'
import { PendingSave } from '#contacts/saving/PendingSave.tsx'
import { KeptPlace } from '#ui/table/KeptPlace.tsx'

/** What a form may need once it is open. One chunk, fetched as soon as a form is shown. */
export const lazyChunk = {
  ConfirmRoleChange,
  CreatedHere,
  DeleteContact,
  DensityMenu,
  KeptPlace: KeptPlace<Contact>,
  LeaveForm: DiscardDialog,
  LeftDraft: ResumeDraft,
  ListTroubles,
  MayExist,
  NobodyYet,
  NothingMatches,
  RowNote,
  SupportOf: SubmissionSupport,
  UnresolvedSave: PendingSave,
}
