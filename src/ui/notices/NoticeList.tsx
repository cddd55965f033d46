import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useDeferredValue, useEffect, useEffectEvent, useRef, useState } from 'react'
import { text } from '#text/text.ts'
import { classes } from '#ui/classes.ts'
import css from './Notices.module.css'
import type { Notice, NoticeListProps } from './notice.ts'

/** How long good news stays, in milliseconds; an action in it must be reachable in that time. */
const lifetime = 12_000

const nothing: NoticeListProps['notices'] = []

/** The one place of the page where outcomes are said, politely, without taking the focus. */
export function NoticeList({ notices, onDismiss }: NoticeListProps) {
  const [paused, setPaused] = useState(false)
  // None at first: screen readers skip what a region is born with.
  const shown = useDeferredValue(notices, nothing)
  const cameFrom = useRef<Element | null>(null)
  const region = useRef<HTMLDivElement>(null)

  function dismiss(id: number) {
    const held = region.current?.contains(document.activeElement)
    onDismiss(id)
    if (notices.length === 1) setPaused(false)
    if (held && cameFrom.current instanceof HTMLElement) cameFrom.current.focus()
  }

  return (
    // It listens to what passes over it, to wait; everything to press in it is a button.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={region}
      className={css.region}
      data-noprint
      role="status"
      aria-atomic="false"
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={(event) => {
        setPaused(true)
        if (!event.currentTarget.contains(event.relatedTarget))
          cameFrom.current = event.relatedTarget
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setPaused(false)
      }}
    >
      {shown.map((notice) => (
        <NoticeLine
          key={notice.id}
          notice={notice}
          paused={paused}
          onDismiss={() => dismiss(notice.id)}
        />
      ))}
    </div>
  )
}

interface LineProps {
  notice: Notice
  paused: boolean
  onDismiss(): void
}

function NoticeLine({ notice, paused, onDismiss }: LineProps) {
  const { message, tone, aside, action } = notice
  const left = useRef(lifetime)
  const leave = useEffectEvent(onDismiss)

  useEffect(() => {
    if (paused || tone === 'trouble') return undefined
    const started = Date.now()
    const timer = setTimeout(() => leave(), left.current)
    return () => {
      clearTimeout(timer)
      left.current -= Date.now() - started
    }
  }, [paused, tone])

  const Icon = tone === 'done' ? CircleCheck : CircleAlert
  return (
    <div className={classes(css.notice, css[tone])}>
      <Icon className={css.icon} size={16} aria-hidden />
      <div className={css.message}>
        <p>{message}</p>
        {aside && <p className={css.aside}>{aside}</p>}
      </div>
      {action && (
        <button
          type="button"
          className={css.action}
          onClick={() => {
            onDismiss()
            action.onPick()
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className={css.dismiss}
        aria-label={text.ui.dismiss}
        onClick={onDismiss}
      >
        <X size={16} aria-hidden />
      </button>
    </div>
  )
}
