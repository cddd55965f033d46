import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Redirect, useLocation, useRouter } from 'wouter'
import { useApi } from '#api/ApiContext.ts'
import { useSubmissionResults } from '#contacts/useSubmissionResults.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { PersonBadge } from '#session/PersonBadge.tsx'
import { SessionEnded, SignInPage } from '#session/lazyParts.tsx'
import { useSession } from '#session/SessionContext.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { workspacesQuery } from '#workspaces/workspacesQuery.ts'
import { Desk } from './Desk.tsx'
import { prefetchRoute } from './prefetchRoute.ts'
import { pages } from './routes.tsx'
import { formatPath, parsePath } from './paths.ts'

/** From an address to the desk: which workspaces there are, and whether this place is in one. */
export function WorkspaceGate() {
  const [path, navigate] = useLocation()
  const api = useApi()
  const client = useQueryClient()
  const { parser } = useRouter()
  const place = parsePath(parser, path)
  const { isOver } = useSession()
  useState(() => prefetchRoute(client, api, place))
  const workspaces = useQuery(workspacesQuery(api))
  useSubmissionResults()

  if (isOver && !workspaces.data) return <SignInPage />
  if (workspaces.error && !workspaces.data)
    return (
      <Whole
        title={text.desk.unreached}
        body={sentenceOfError(workspaces.error)}
        action={{ label: text.trouble.retry, onPick: () => void workspaces.refetch() }}
      />
    )
  if (!workspaces.data) return <main aria-busy="true" aria-label={text.desk.opening} />
  const [first] = workspaces.data
  if (!first)
    return (
      <Whole title={text.workspaces.none} body={text.workspaces.noneBody}>
        <PersonBadge />
      </Whole>
    )
  const toFirst = formatPath({ workspace: first.id, customer: null, panel: null })
  if (place?.workspace === '') return <Redirect to={toFirst} replace />

  const workspace = workspaces.data.find(({ id }) => id === place?.workspace)
  if (!place || !workspace || (place.page && !pages.has(place.page)))
    return (
      <Whole
        title={place && !workspace ? text.workspaces.unknown(place.workspace) : text.desk.lostPage}
        action={{ label: text.desk.toStart, onPick: () => navigate(toFirst) }}
      />
    )
  return (
    <>
      <Desk key={workspace.id} place={place} workspace={workspace} workspaces={workspaces.data} />
      {isOver && <SessionEnded />}
    </>
  )
}

interface WholeProps {
  title: string
  body?: string
  action?: { label: string; onPick(): void }
  children?: ReactNode
}

function Whole({ title, body, action, children }: WholeProps) {
  return (
    <main>
      <EmptyState
        level={1}
        title={title}
        body={body}
        actions={
          action && (
            <Button tone="primary" onClick={action.onPick}>
              {action.label}
            </Button>
          )
        }
      />
      {children}
    </main>
  )
}
