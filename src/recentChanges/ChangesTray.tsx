import { useInfiniteQuery } from '@tanstack/react-query'
import {
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type RefObject,
} from 'react'
import { useApi } from '#api/ApiContext.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { changesText } from '#text/changesText.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { classes } from '#ui/classes.ts'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import popupCss from '#ui/overlay/Popup.module.css'
import { Skeleton } from '#ui/layout/Skeleton.tsx'
import { usePopup } from '#ui/overlay/usePopup.ts'
import { changeOf, type Change } from './change.ts'
import { ChangeRow } from './ChangeRow.tsx'
import css from './ChangesTray.module.css'
import type { Places } from './places.ts'
import { dayQuery } from './receiptsQuery.ts'
import type { Contact } from '#contract/fields/contact.ts'

interface Props extends Places {
  id: string
  anchor: RefObject<HTMLElement | null>
  form: FormDefinition | undefined
  mayChange: boolean
  unresolved: readonly Change[]
  onUndo(change: Change): Promise<void>
  onDelete(customer: string, contact: Contact, submissionId: string): void
  onGone(contact: string): void
  onEscape(event: KeyboardEvent): void
  onClose(): void
}

/** What is not known yet, then what I did in the last day: to look it up, and to take it back. */
export function ChangesTray(props: Props) {
  const { anchor, unresolved: pending } = props
  const titleId = useId()
  const popup = usePopup<HTMLDivElement>(anchor, true, { align: 'end', most: 640 })
  const query = useInfiniteQuery(dayQuery(useApi(), props.workspace))
  const open = new Set(pending.map(({ submissionId }) => submissionId))
  const settled = query.data?.filter(({ submissionId }) => !open.has(submissionId)).map(changeOf)
  useFocusInside(popup)
  useCloseOutside(popup, anchor, props.onClose)

  return (
    <div
      ref={popup}
      id={props.id}
      className={classes(popupCss.popup, css.tray)}
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      popover="manual"
      onKeyDown={props.onEscape}
    >
      <h2 id={titleId} className={css.title}>
        {changesText.title}
      </h2>
      {!props.mayChange && <p className={css.onlyLook}>{text.desk.onlyLook}</p>}
      <div className={css.scroller}>
        {pending.length > 0 && (
          <section aria-label={changesText.unresolved}>
            <h3 className={css.heading}>{changesText.unresolved}</h3>
            <ul>{pending.map(rowOf)}</ul>
          </section>
        )}
        <section aria-label={changesText.day} aria-busy={query.isPending}>
          {pending.length > 0 && <h3 className={css.heading}>{changesText.day}</h3>}
          {settled && settled.length > 0 && <ul>{settled.map(rowOf)}</ul>}
          {end()}
        </section>
      </div>
    </div>
  )

  function rowOf(change: Change) {
    return <ChangeRow key={change.submissionId} {...props} change={change} />
  }

  function end() {
    if (query.isPending)
      return (
        <div className={css.loading}>
          <Skeleton width="60%" />
          <Skeleton width="80%" />
          <Skeleton width="50%" />
        </div>
      )
    if (query.error)
      return (
        <EmptyState
          level={3}
          title={changesText.failed}
          body={sentenceOfError(query.error)}
          actions={<Button onClick={() => void query.refetch()}>{text.trouble.retry}</Button>}
        />
      )
    if (settled?.length === 0 && pending.length === 0)
      return <EmptyState level={3} title={changesText.none} body={changesText.noneBody} />
    if (!query.hasNextPage) return null
    return (
      <div className={css.more}>
        <Button
          size="small"
          busy={query.isFetchingNextPage ? changesText.loadingEarlier : undefined}
          onClick={() => void query.fetchNextPage()}
        >
          {changesText.earlier}
        </Button>
      </div>
    )
  }
}

/**
 * The focus goes in with the opening. A button that goes away with what it did leaves the focus to
 * its row, or to the tray.
 */
function useFocusInside(popup: RefObject<HTMLElement | null>): void {
  const last = useRef<HTMLElement | null>(null)

  useEffect(() => {
    function follow({ target }: FocusEvent) {
      const inside = target instanceof Element && popup.current?.contains(target)
      last.current = inside ? target.closest<HTMLElement>('li, [role=dialog]') : null
    }
    document.addEventListener('focusin', follow)
    popup.current?.focus()
    return () => document.removeEventListener('focusin', follow)
  }, [popup])

  useLayoutEffect(() => {
    if (!last.current || document.activeElement !== document.body) return
    const stay = last.current.isConnected ? last.current : popup.current
    stay?.focus()
  })
}

/** A press or a focus elsewhere means that somebody is done with it. */
function useCloseOutside(
  popup: RefObject<HTMLElement | null>,
  anchor: RefObject<HTMLElement | null>,
  onClose: () => void,
): void {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    function leave({ target }: Event) {
      if (!(target instanceof Element) || target === document.body) return
      if (!popup.current?.contains(target) && !anchor.current?.contains(target)) close()
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
    }
  }, [popup, anchor])
}
