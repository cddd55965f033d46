import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Redirect, useLocation, useRouter } from 'wouter'
import { useApi } from '#api/ApiContext.ts'
import { useSubmissionResults } from '#contacts/useSubmissionResults.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { SessionEnded, SignInPage } from '#session/lazyParts.tsx'
import { useSession } from '#session/SessionContext.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import { workspacesQuery } from '#workspaces/workspacesQuery.ts'
import { Desk } from './Desk.tsx'
import { prefetchRoute } from './prefetchRoute.ts'
import { pages } from './routes.tsx'
import { formatPath, parsePath } from './paths.ts'

const opening = <main aria-busy="true" aria-label={text.desk.opening} />

const Nowhere = lazyWithRetry(async () => (await import('./Nowhere.tsx')).Nowhere, opening)

/** From an address to the desk: which workspaces there are, and whether this place is in one. */
export function WorkspaceGate() {
  const [path] = useLocation()
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
      <main>
        <EmptyState
          level={1}
          title={text.desk.unreached}
          body={sentenceOfError(workspaces.error)}
          actions={
            <Button tone="primary" onClick={() => void workspaces.refetch()}>
              {text.trouble.retry}
            </Button>
          }
        />
      </main>
    )
  if (!workspaces.data) return opening
  const [first] = workspaces.data
  if (!first) return <Nowhere unknown={null} start={null} />
  const toFirst = formatPath({ workspace: first.id, customer: null, panel: null })
  if (place?.workspace === '') return <Redirect to={toFirst} replace />

  const workspace = workspaces.data.find(({ id }) => id === place?.workspace)
  if (!place || !workspace || (place.page && !pages.has(place.page)))
    return <Nowhere unknown={place && !workspace ? place.workspace : null} start={toFirst} />
  return (
    <>
      <Desk key={workspace.id} place={place} workspace={workspace} workspaces={workspaces.data} />
      {isOver && <SessionEnded />}
    </>
  )
}
