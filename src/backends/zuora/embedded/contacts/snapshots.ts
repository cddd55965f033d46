import { endpoints } from '#backends/zuora/endpoints.ts'
import { flagFields, textFields } from '#backends/zuora/embedded/tables/contactRows.ts'
import { notFound } from '#backends/zuora/embedded/http/errors.ts'
import type { Json, JsonObject, Operation } from '#backends/zuora/embedded/http/operation.ts'
import { storable } from '#backends/zuora/embedded/http/readText.ts'

/** Two fields have other names here than in the other v1 calls. */
const names: Record<string, string> = { contactDescription: 'description', zipCode: 'postalCode' }

/** Snapshots come with billing documents. There are none here, so only data put in by hand has any. */
export const getContactSnapshot: Operation = {
  endpoint: endpoints.getContactSnapshot,
  family: 'v1',
  async run({ params, queries, tenant }) {
    const id = params.snapshotId ?? ''
    const [row] = await queries.query<{ contact_id: string; fields: JsonObject }>(
      'select contact_id, fields from zuora.contact_snapshots where id = $1',
      [storable(id)],
    )
    if (!row) throw notFound(id)
    const { contact_id: contactId, fields } = row
    const texts = textFields.map((name): [string, Json] => [
      names[name] ?? name,
      fields[name] ?? null,
    ])
    const flags = tenant.shipTo ? flagFields.filter((name) => name in fields) : []
    return {
      ...{ success: true, id, contactId },
      ...Object.fromEntries(texts),
      ...Object.fromEntries(flags.map((name) => [name, fields[name]])),
    }
  },
}
