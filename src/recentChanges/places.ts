/** What the tray needs of the rest of the desk; provided by the route. */
export interface Places {
  workspace: string
  /** The address of a contact, or of its customer. */
  pathTo(customer: string, contact: string | null): string
  /** As far as the desk has met it. */
  customerName(customer: string): string | undefined
  contactName(customer: string, contact: string): string | undefined
}
