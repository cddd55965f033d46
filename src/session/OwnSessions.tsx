import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '#api/ApiContext.ts'
import { writing } from '#api/client.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { ownSessionsSchema, type OwnSession } from '#contract/api/ownSessions.ts'
import { ownSessionsText } from '#text/ownSessionsText.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { Chip } from '#ui/basics/Chip.tsx'
import { Dialog } from '#ui/dialog/Dialog.tsx'
import { useNotices } from '#ui/notices/Notices.tsx'
import css from './OwnSessions.module.css'

const queryKey = ['sessions']

/** Where a person is signed in, and a way to end what is not them. The one here ends by signing out. */
export function OwnSessions({ onClose }: { onClose(): void }) {
  const api = useApi()
  const client = useQueryClient()
  const { showNotice } = useNotices()
  const words = ownSessionsText
  const { data, error } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => api.ask(ownSessionsSchema, '/sessions', { signal }),
  })
  const ending = useMutation({
    /** @param session null: all others */
    mutationFn: async (session: string | null) => {
      const path = session === null ? '/sessions' : `/sessions/${encodeURIComponent(session)}`
      const body = JSON.stringify({ ended: true })
      const before = data?.items.length ?? 0
      const now = await api.ask(ownSessionsSchema, path, { method: 'PUT', headers: writing, body })
      client.setQueryData(queryKey, now)
      return before - now.items.length
    },
    onSuccess: (count) => showNotice({ tone: 'done', message: words.ended(count) }),
  })
  const others = data?.items.filter(({ isThis }) => !isThis) ?? []
  const isEnding = (session: string | null) => ending.isPending && ending.variables === session
  const problem = error ?? ending.error

  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      actions={
        <>
          <Button data-autofocus onClick={onClose}>
            {words.close}
          </Button>
          {others.length > 1 && (
            <Button
              tone="danger"
              busy={isEnding(null) ? words.ending : undefined}
              onClick={() => ending.mutate(null)}
            >
              {words.endOthers}
            </Button>
          )}
        </>
      }
    >
      <p>{words.intro}</p>
      {problem && (
        <div role="alert">
          <Banner tone="trouble">{words.failed(sentenceOfError(problem))}</Banner>
        </div>
      )}
      {!data && !error && <p>{words.loading}</p>}
      {data && (
        <ul className={css.list} aria-label={words.list}>
          {data.items.map((session) => (
            <Row
              key={session.id}
              session={session}
              busy={isEnding(session.id)}
              onEnd={() => ending.mutate(session.id)}
            />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

interface RowProps {
  session: OwnSession
  busy: boolean
  onEnd(): void
}

function Row({ session, busy, onEnd }: RowProps) {
  const words = ownSessionsText
  const { startedAt, seenAt, isThis } = session
  const device = words.device(session.browser, session.system)
  return (
    <li className={css.session}>
      <div>
        <p className={css.device}>
          {device}
          {isThis && <Chip tone="done">{words.thisOne}</Chip>}
        </p>
        <p className={css.times}>{words.times(startedAt, seenAt)}</p>
      </div>
      {!isThis && (
        <Button
          size="small"
          busy={busy ? words.ending : undefined}
          aria-label={busy ? undefined : words.endName(device, startedAt)}
          onClick={onEnd}
        >
          {words.end}
        </Button>
      )}
    </li>
  )
}
