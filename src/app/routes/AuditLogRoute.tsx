import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useApi } from '#api/ApiContext.ts'
import { customerQuery } from '#customers/customersQuery.ts'
import { LogPage } from '#auditLog/LogPage.tsx'
import { formQuery } from '#app/formQuery.ts'
import type { PageProps } from '#app/pageProps.ts'
import { formatPath } from '#app/paths.ts'

/** The log, with what the rest of the desk knows. */
export function AuditLogRoute({ workspace }: PageProps) {
  const { id } = workspace
  const form = useQuery(formQuery(workspace))
  const customerName = useCallback(
    (customer: string) => <CustomerName workspace={id} customer={customer} />,
    [id],
  )
  return (
    <LogPage
      workspace={workspace}
      form={form.data}
      pathTo={(customer, contact) =>
        formatPath({ workspace: id, customer, panel: contact === null ? null : { contact } })
      }
      customerName={customerName}
    />
  )
}

/** The ledger knows ids only. What a customer is called is asked once; a customer may be gone. */
function CustomerName({ workspace, customer }: { workspace: string; customer: string }) {
  const query = customerQuery(useApi(), workspace, customer)
  const { data } = useQuery({ ...query, staleTime: 60 * 60 * 1000, retry: false })
  return data?.name ?? customer
}
