/** What the tray needs to know about the rest of the desk; told by whoever puts it there. */
export interface Places {
  workspace: string
  /** The address of a contact, or of its customer. */
  pathTo(customer: string, contact: string | null): string
  /** As far as the desk has met it. */
  customerName(customer: string): string | undefined
  contactName(customer: string, contact: string): string | undefined
}
