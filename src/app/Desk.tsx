import { useQuery, useQueryClient } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { useApi } from '#api/ApiContext.ts'
import { ContactEditor } from '#contacts/form/ContactEditor.tsx'
import { ContactList } from '#contacts/list/ContactList.tsx'
import { InvoiceLine } from '#contacts/list/InvoiceLine.tsx'
import type { View } from '#contacts/list/sortAndFilter.ts'
import type { Workspace } from '#contract/api/api.ts'
import { isAtLeast } from '#contract/api/accessRole.ts'
import { isAbsentCall } from '#contract/api/apiError.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { CustomerHeader } from '#customers/CustomerHeader.tsx'
import { CustomerPicker } from '#customers/CustomerPicker.tsx'
import { customerById } from '#customers/customerById.ts'
import { customerQuery } from '#customers/customersQuery.ts'
import { rememberCustomer } from '#customers/recents.ts'
import { PersonBadge } from '#session/PersonBadge.tsx'
import { useKeysOf } from '#shortcuts/keymap.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import { whenIdle } from '#ui/basics/whenIdle.ts'
import { Shell } from '#ui/layout/Shell.tsx'
import { useMedia } from '#ui/basics/useMedia.ts'
import { WorkspaceMenu } from '#workspaces/WorkspaceMenu.tsx'
import css from './Desk.module.css'
import icon from './icon.svg'
import { formQuery } from './formQuery.ts'
import {
  FormParts,
  Navigation,
  PrintedFacts,
  ShortcutsCorner,
  TranslationGuard,
} from './lazyParts.tsx'
import { Home, pages } from './routes.tsx'
import { formatPath, type Place } from './paths.ts'
import { paramsOf, viewOf } from './listSearchParams.ts'
import type { Customer } from '#contract/fields/contact.ts'

const Changes = lazyWithRetry(
  async () => {
    await whenIdle()
    return (await import('#app/routes/RecentChangesRoute.tsx')).RecentChangesRoute
  },
  <span className={css.room} />,
)

interface Props {
  place: Place
  workspace: Workspace
  workspaces: readonly Workspace[]
}

/** The page: the workspace, the customer, its contacts, and the panel beside them. */
export function Desk({ place, workspace, workspaces }: Props) {
  const go = useGo(place)
  const client = useQueryClient()
  const customer = useOpenCustomer(workspace.id, place.customer, go.instead)
  // A re-read that failed takes nothing away that is on the screen already.
  const unread = isAbsentCall(customer.error)
  const failed = customer.data || unread ? null : customer.error
  const form = useQuery(formQuery(workspace))
  const mayChange = isAtLeast(workspace.role, 'editor')
  const selected = place.panel !== null && place.panel !== 'new' ? place.panel.contact : null
  const page = place.page ? pages.get(place.page) : undefined
  const [goTo, setGoTo] = useState<{ contact: string | null } | null>(null)
  const newKeys = useKeysOf('newContact')['aria-keyshortcuts']
  const pageProps = { workspace, workspaces, onOpenCustomer: openCustomer }
  useTitle(page?.label ?? customer.data?.name ?? text.desk.desk, workspace.name)

  return (
    <Shell
      skip={page ? text.desk.skipPage : text.desk.skip}
      nav={<Navigation place={place} />}
      navLabel={text.desk.pages}
      production={workspace.environment.tone === 'production'}
      header={
        <>
          <span className={css.brand}>
            <img className={css.mark} src={icon} alt="" />
            {text.desk.title}
          </span>
          <div className={css.picker}>
            <CustomerPicker
              workspace={workspace}
              current={customer.data?.name ?? null}
              onPick={openCustomer}
            />
          </div>
          <WorkspaceMenu
            workspaces={workspaces}
            current={workspace}
            onPick={(next) => go.workspace(next.id)}
          />
          <Changes place={place} form={form.data} mayChange={mayChange} onGone={closeGone} />
        </>
      }
      panel={
        place.customer !== null &&
        place.panel !== null &&
        form.data &&
        !failed && (
          <ContactEditor
            key={JSON.stringify([place.customer, place.panel])}
            workspace={workspace.id}
            workspaceName={workspace.name}
            customer={place.customer}
            form={form.data}
            mayChange={mayChange}
            contact={place.panel === 'new' ? null : place.panel.contact}
            modal={go.modal}
            onClose={go.close}
            onOpen={go.contact}
            onMade={(contact) => {
              go.close()
              setGoTo({ contact })
            }}
          />
        )
      }
    >
      <TranslationGuard />
      <div className={css.content}>
        <PrintedFacts workspace={workspace} filter={page ? '' : go.view.filter} />
        {page ? <page.Page {...pageProps} /> : content()}
      </div>
      <footer className={css.footer} data-noprint>
        <PersonBadge />
        <ShortcutsCorner place={place} />
      </footer>
    </Shell>
  )

  function openCustomer(picked: Customer): void {
    // Shown at once and read anew: from the recent ones it may be weeks old.
    client.setQueryData(['customer', workspace.id, picked.id], picked, { updatedAt: 0 })
    go.customer(picked.id)
    setGoTo({ contact: null })
    // Keys work from here on; the first row has the focus when it is there.
    document.getElementById('main')?.focus()
  }

  function closeGone(contact: string): void {
    if (selected === contact) go.close()
  }

  function content() {
    if (place.customer === null) return <Home {...pageProps} />
    if (failed)
      return (
        <EmptyState
          title={sentenceOfError(failed)}
          actions={<Button onClick={() => void customer.refetch()}>{text.trouble.retry}</Button>}
          level={1}
        />
      )
    return (
      <>
        <FormParts />
        <div className={css.head}>
          <CustomerHeader
            customer={customer.data ?? null}
            actions={
              mayChange ? (
                <Button
                  tone="primary"
                  icon={<UserPlus size={16} />}
                  aria-keyshortcuts={newKeys}
                  onClick={go.new}
                >
                  {text.contacts.new}
                </Button>
              ) : (
                <span className={css.onlyLook}>{text.desk.onlyLook}</span>
              )
            }
          >
            {unread && <p className={css.onlyLook}>{text.customers.unread}</p>}
            {!unread && form.data && (
              <InvoiceLine
                workspace={workspace.id}
                customerId={place.customer}
                customer={customer.data ?? null}
                form={form.data}
              />
            )}
          </CustomerHeader>
        </div>
        {form.data && (
          <ContactList
            key={place.customer}
            workspace={workspace.id}
            workspaceName={workspace.name}
            customer={customer.data ?? null}
            customerId={place.customer}
            form={form.data}
            capabilities={workspace.capabilities}
            requiresReason={workspace.requiresReason === true}
            mayChange={mayChange}
            selected={selected}
            view={go.view}
            onView={go.toView}
            goTo={goTo}
            onWent={() => setGoTo(null)}
            onOpen={go.contact}
            hrefOf={go.hrefOf}
            onNew={go.new}
            onGone={closeGone}
          />
        )}
      </>
    )
  }
}

/**
 * Every way of moving through the desk. The list's filter and order stay with their customer. The
 * functions stay the same while the place does, so that 2,000 rows are not drawn for nothing.
 */
function useGo({ workspace, customer, page }: Place) {
  const [, navigate] = useLocation()
  const [params, setParams] = useSearchParams()
  const modal = useMedia('(width < 64em)')
  const query = params.toString()
  const ways = useMemo(() => {
    const to = (place: Place, search = '') => navigate(formatPath(place) + search)
    const here = query ? `?${query}` : ''
    return {
      view: viewOf(new URLSearchParams(query)),
      toView: (view: View) => setParams(paramsOf(view), { replace: true }),
      workspace: (next: string) => to({ workspace: next, customer: null, panel: null, page }),
      customer: (next: string) => to({ workspace, customer: next, panel: null }),
      instead: (next: string) =>
        navigate(formatPath({ workspace, customer: next, panel: null }), { replace: true }),
      contact: (contact: string) => to({ workspace, customer, panel: { contact } }, here),
      hrefOf: (contact: string) => formatPath({ workspace, customer, panel: { contact } }) + here,
      new: () => to({ workspace, customer, panel: 'new' }, here),
      close: () => to({ workspace, customer, panel: null }, here),
    }
  }, [workspace, customer, page, query, navigate, setParams])
  return { ...ways, modal }
}

function useOpenCustomer(workspace: string, id: string | null, onOtherId: (id: string) => void) {
  const customer = useQuery({
    ...customerQuery(useApi(), workspace, id ?? ''),
    enabled: id !== null,
  })
  const unread = id !== null && !customer.data && isAbsentCall(customer.error)
  const open: Customer | undefined = useMemo(
    () => customer.data ?? (unread ? customerById(id) : undefined),
    [customer.data, unread, id],
  )
  useEffect(() => {
    if (open && open.id === id) rememberCustomer(workspace, open)
  }, [workspace, id, open])
  // It was opened by its number, which is no id.
  useEffect(() => {
    if (open && id !== null && open.id !== id) onOtherId(open.id)
  }, [id, open, onOtherId])
  return { ...customer, data: open }
}

function useTitle(place: string, workspace: string): void {
  useEffect(() => {
    document.title = text.desk.titleWith(place, workspace)
  }, [place, workspace])
}
