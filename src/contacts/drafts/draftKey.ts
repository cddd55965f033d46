/** One draft for each contact, and one for a new contact of each customer. */
export function draftKey(workspace: string, customer: string, contact: string | null): string {
  return JSON.stringify([workspace, customer, contact])
}
