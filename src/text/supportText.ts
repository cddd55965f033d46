/** What is said where something can be quoted to support. Fetched with that, so no part of `text`. */
export const supportText = {
  copyCode: 'Copy the support code',
  codeCopied: 'The support code is on the clipboard',
  copy: 'Copy for support',
  copied: 'On the clipboard, without names, addresses or anything that was typed',

  /** What support reads. The values behind these labels are ids, codes, times and field names. */
  bundle: {
    title: 'Contact Desk, for support',
    code: 'Support code',
    op: 'Operation',
    state: 'State',
    time: 'Time',
    workspace: 'Workspace',
    backend: 'Billing system',
    customer: 'Customer id',
    contact: 'Contact id',
    submissionId: 'Submission',
    undoes: 'Undoes',
    fields: 'Fields',
    role: 'Role',
    track: 'Track id',
    request: 'Request id',
    status: 'Status',
    duration: 'Duration',
    reference: 'Reference',
    leftOut: 'left out',
  },
}
