import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useApi } from '#api/ApiContext.ts'
import type { Workspace } from '#contract/api/api.ts'
import { healthSchema, type Health } from '#contract/health.ts'
import { isAbsent } from '#contract/api/refusal.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { healthText } from '#text/healthText.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import css from './WorkspaceHealth.module.css'

/**
 * What is to be said of a workspace before a customer is open: that it does not work and what to
 * check, or `children` where it does or is not known yet.
 */
export function WorkspaceHealth({
  workspace,
  children,
}: {
  workspace: Workspace
  children: ReactNode
}) {
  const api = useApi()
  const client = useQueryClient()
  const [checking, setChecking] = useState(false)
  const queryKey = ['health', workspace.id]
  const read = (again: boolean, signal?: AbortSignal) =>
    api.read(healthSchema, workspace.id, 'health', { again: again ? 'true' : null }, signal)
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => read(false, signal),
    retry: false,
  })
  if (data?.state !== 'failing') return children
  return (
    <EmptyState
      level={1}
      title={healthText.failing(workspace.name)}
      body={<Why health={data} />}
      actions={
        <Button
          busy={checking ? text.save.checking : undefined}
          reserve={text.save.checking}
          onClick={() => void checkAgain()}
        >
          {healthText.checkAgain}
        </Button>
      }
    />
  )

  async function checkAgain(): Promise<void> {
    setChecking(true)
    try {
      client.setQueryData(queryKey, await read(true))
      await client.invalidateQueries({ queryKey: ['customers', workspace.id] })
    } catch {
      // What was found before still stands, with the button beside it.
    } finally {
      setChecking(false)
    }
  }
}

function Why({ health: { refusal, why } }: { health: Health }) {
  return (
    <span className={css.why}>
      <span>{why ?? (refusal && sentenceFor(refusal))}</span>
      {refusal && isAbsent(refusal) && <span>{healthText.withoutSearch}</span>}
    </span>
  )
}
