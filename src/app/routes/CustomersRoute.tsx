import { useQuery } from '@tanstack/react-query'
import { CustomersPage } from '#customers/list/CustomersPage.tsx'
import { formQuery } from '#app/formQuery.ts'
import type { PageProps } from '#app/pageProps.ts'
import { formatPath } from '#app/paths.ts'

/** All customers, with what the rest of the desk knows. */
export function CustomersRoute({ workspace, onOpenCustomer }: PageProps) {
  const form = useQuery(formQuery(workspace))
  return (
    form.data && (
      <CustomersPage
        workspace={workspace}
        form={form.data}
        hrefOf={(customer) => formatPath({ workspace: workspace.id, customer, panel: null })}
        onOpen={onOpenCustomer}
      />
    )
  )
}
