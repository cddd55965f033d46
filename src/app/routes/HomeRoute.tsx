import { useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { Link } from 'wouter'
import { RecentCustomers } from '#customers/RecentCustomers.tsx'
import { PendingSummary } from '#recentChanges/PendingSummary.tsx'
import { customersText } from '#text/customersText.ts'
import { WorkspaceHealth } from '#workspaces/WorkspaceHealth.tsx'
import { formQuery } from '#app/formQuery.ts'
import type { PageProps } from '#app/pageProps.ts'
import { formatPath } from '#app/paths.ts'
import css from './HomeRoute.module.css'

/** Where a workspace begins: what is open, whom one had, and the way to all the others. */
export function HomeRoute(props: PageProps) {
  const { workspace } = props
  // The embedded one is part of the desk: it works as the desk does.
  if (workspace.environment.tone === 'embedded') return <Home {...props} />
  return (
    <WorkspaceHealth workspace={workspace}>
      <Home {...props} />
    </WorkspaceHealth>
  )
}

function Home({ workspace, onOpenCustomer }: PageProps) {
  const { id } = workspace
  const form = useQuery(formQuery(workspace))
  const hrefOf = (customer: string) => formatPath({ workspace: id, customer, panel: null })
  return (
    <div className={css.home}>
      <header>
        <h1 className={css.title}>{customersText.home.pick}</h1>
        <p className={css.body}>{customersText.home.pickBody[workspace.capabilities.search]}</p>
      </header>
      <div className={css.parts}>
        <PendingSummary workspace={id} form={form.data} hrefOf={hrefOf} />
        <RecentCustomers workspace={id} hrefOf={hrefOf} onOpen={onOpenCustomer} />
        <section className={css.part} aria-labelledby="home-all">
          <h2 id="home-all" className={css.heading}>
            <Link
              className={css.all}
              href={formatPath({ workspace: id, customer: null, panel: null, page: 'customers' })}
            >
              {customersText.home.all}
              <ArrowRight size={16} aria-hidden />
            </Link>
          </h2>
          <p className={css.body}>{customersText.home.allBody}</p>
        </section>
      </div>
    </div>
  )
}
