import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useApi } from '#api/ApiContext.ts'
import { writing } from '#api/client.ts'
import { dismissedDuplicateSchema } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { ApiError } from '#contract/api/apiError.ts'
import { sentenceFor, sentenceOfError } from '#contract/api/apiErrorText.ts'
import { useSubmissionResult, useOutbox, useSubmissionStatus } from '#outbox/OutboxContext.ts'
import { deleteText } from '#text/deleteText.ts'
import { changesText } from '#text/changesText.ts'
import { waitingBody } from '#outbox/waitingText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { Dialog } from '#ui/dialog/Dialog.tsx'
import { Skeleton } from '#ui/layout/Skeleton.tsx'
import { ContactComparison } from './ContactComparison.tsx'
import type { Contact } from '#contract/fields/contact.ts'

interface Props {
  workspace: string
  /** Whose contact may be there twice. */
  submissionId: string
  customer: string
  /** The one it made, and the other one. */
  contacts: readonly [string, string]
  form: FormDefinition
  onDelete(customer: string, contact: Contact, submissionId: string): void
  onGone(contact: string): void
  onClose(): void
}

/** Two records side by side, and the choice which of them stays. */
export function CompareContacts(props: Props) {
  const { contacts, isGone, error, retry } = useRecords(props)
  const keep = useKeepBoth(props)
  const outbox = useOutbox()
  const [deleting, setDeleting] = useState<{ contact: Contact; submissionId: string } | null>(null)
  const status = useSubmissionStatus(deleting?.submissionId ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  useSubmissionResult(deleting?.submissionId ?? '', (result) => {
    if (!deleting) return
    const { id, name } = deleting.contact
    setDeleting(null)
    if (result.kind === 'refused')
      setProblem(text.contacts.notRemoved(name, sentenceFor(result.refusal)))
    if (result.kind !== 'saved') return
    props.onGone(id)
    props.onClose()
  })

  function remove(contact: Contact) {
    const submissionId = outbox.newSubmissionId()
    setProblem(null)
    setDeleting({ contact, submissionId })
    props.onDelete(props.customer, contact, submissionId)
  }

  /** What was not sent yet is not sent any more; what was sent goes on, and its end is said. */
  function leave() {
    if (deleting && status?.kind === 'waiting') outbox.cancel(deleting.submissionId)
    props.onClose()
  }

  const close = (
    <Button data-autofocus onClick={leave}>
      {text.ui.close}
    </Button>
  )
  if (isGone)
    return (
      <Dialog title={changesText.compare.gone} actions={close} onClose={leave}>
        <p>{changesText.compare.goneBody}</p>
      </Dialog>
    )
  return (
    <Dialog
      wide
      title={changesText.compare.title}
      actions={contacts ? choices(contacts) : close}
      onClose={leave}
    >
      <p>{changesText.compare.body}</p>
      {contacts && <ContactComparison contacts={contacts} form={props.form} />}
      {!contacts && !error && <Skeleton width="100%" />}
      {error && (
        <Banner tone="trouble" actions={<Button onClick={retry}>{text.trouble.retry}</Button>}>
          {changesText.compare.failed}. {sentenceOfError(error)}
        </Banner>
      )}
      {deleting && status && status.kind !== 'saving' && (
        <Banner tone="warning">
          {status.kind === 'waiting'
            ? deleteText.notRemovedYet(deleting.contact.name, waitingBody(status))
            : deleteText.maybeRemoved(deleting.contact.name)}
        </Banner>
      )}
      {problem !== null && (
        <div role="alert">
          <Banner tone="trouble">{problem}</Banner>
        </div>
      )}
    </Dialog>
  )

  function choices([first, second]: readonly [Contact, Contact]) {
    return (
      <>
        <Button
          data-autofocus
          busy={keep.isPending ? changesText.compare.keeping : undefined}
          onClick={() => {
            setProblem(null)
            keep.mutate(undefined, {
              onSuccess: leave,
              onError: (error) => setProblem(sentenceOfError(error)),
            })
          }}
        >
          {changesText.compare.keepBoth}
        </Button>
        {deletes(first, changesText.compare.deleteFirst)}
        {deletes(second, changesText.compare.deleteSecond)}
      </>
    )
  }

  function deletes(contact: Contact, label: string) {
    return (
      <Button
        icon={<Trash2 size={16} />}
        busy={deleting?.contact.id === contact.id ? deleteText.removing : undefined}
        onClick={() => {
          if (deleting === null) remove(contact)
        }}
      >
        {label}
      </Button>
    )
  }
}

/** Both as they are now, not as the list has them: it may leave fields out. */
function useRecords({ workspace, customer, contacts: ids }: Props) {
  const api = useApi()
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ['record', workspace, customer, id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.contact(workspace, customer, id, signal),
      gcTime: 0,
    })),
    combine([first, second]) {
      const error = first?.error ?? second?.error ?? null
      return {
        contacts: first?.data && second?.data ? ([first.data, second.data] as const) : null,
        isGone: [first, second].some((query) => query?.error && isMissing(query.error)),
        error,
        retry: () => void Promise.all([first?.refetch(), second?.refetch()]),
      }
    },
  })
}

function isMissing(error: Error): boolean {
  if (!(error instanceof ApiError)) return false
  const { failure } = error
  return failure.kind === 'refused' && failure.refusal.kind === 'notFound'
}

/** They are two people: the flag goes away. */
function useKeepBoth({ workspace, submissionId }: Props) {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      api.ask(
        dismissedDuplicateSchema,
        `/workspaces/${encodeURIComponent(workspace)}/submissions/${submissionId}/duplicate`,
        { method: 'PUT', headers: writing, body: JSON.stringify({ keep: true }) },
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['receipts', workspace] }),
  })
}
