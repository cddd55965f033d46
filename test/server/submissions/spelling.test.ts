import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { dayzero } from '#backends/dayzero/vendor.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import type { Values } from '#contract/fields/kind.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { outcomeSchema, type Submission } from '#contract/api/submission.ts'
import { deskDatabase, embeddedWorkspace, openGateway } from '../../helpers/gateway.ts'
import { customerNamed, embeddedVendor } from '../../helpers/embeddedVendor.ts'
import { aCustomer, people } from '../../helpers/people.ts'

const vendors: { vendor: Vendor; values: Values }[] = [
  { vendor: dayzero, values: { name: 'Pat Plain', is_primary: false } },
  {
    vendor: zuora,
    values: {
      ...{ firstName: 'Pat', lastName: 'Plain', country: 'Germany' },
      ...{ asBillTo: true, asSoldTo: false, asShipTo: false },
    },
  },
]

test.each(vendors)(
  'ids in capitals are the same ids at $vendor.title, in ledger, log and undo',
  async ({ vendor, values }) => {
    const { backend } = await embeddedVendor(vendor, [aCustomer({ people: people(2) })])
    const customer = await customerNamed(backend, aCustomer().name)
    const gateway = await openGateway({
      database: await deskDatabase(),
      workspaces: [embeddedWorkspace(vendor, backend)],
    })
    const workspace = `${vendor.id}-embedded`
    const submit = async (submission: Submission, submissionId = randomUUID()) =>
      z.parse(
        outcomeSchema,
        await (await gateway.submit(submission, submissionId, workspace)).json(),
      )
    const CUSTOMER = customer.toUpperCase()

    const submissionId = randomUUID()
    const create: Submission = { op: 'create', revision: 1, customer: CUSTOMER, values }
    const made = await submit(create, submissionId)
    expect(made.state).toBe('succeeded')
    // Sent again it is the same submission.
    expect(await submit(create, submissionId)).toEqual(made)
    const rows = (table: string) =>
      gateway.database.query(`select distinct customer from desk.${table}`)
    expect(await rows('submissions')).toEqual([{ customer }])
    expect(await rows('audit')).toEqual([{ customer }])

    const id = made.state === 'succeeded' ? made.contact!.id : ''
    const move: Submission = {
      op: 'primary',
      revision: 1,
      customer: CUSTOMER,
      contact: id.toUpperCase(),
    }
    expect(await submit(move)).toMatchObject({ state: 'succeeded', contact: { id } })

    const undo: Submission = { op: 'undo', revision: 1, customer: CUSTOMER, of: submissionId }
    const undone = await submit(undo)
    if (backend.capabilities.removeHolder) expect(undone.state).toBe('rejected')
    expect(undone).not.toMatchObject({ kind: 'notFound' })
  },
)
