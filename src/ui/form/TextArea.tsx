import { useImperativeHandle, useLayoutEffect, useRef, type ComponentProps } from 'react'
import { classes } from '#ui/classes.ts'
import css from './TextInput.module.css'

/** Lines of text. Grows with what is typed, up to a limit, then scrolls. */
export function TextArea({ className, ref, onInput, ...area }: ComponentProps<'textarea'>) {
  const element = useRef<HTMLTextAreaElement>(null)

  useImperativeHandle<HTMLTextAreaElement | null, HTMLTextAreaElement | null>(
    ref,
    () => element.current,
    [],
  )

  useLayoutEffect(() => {
    if (element.current) grow(element.current)
  }, [])

  return (
    <textarea
      rows={3}
      dir="auto"
      {...area}
      ref={element}
      className={classes(css.input, className)}
      onInput={(event) => {
        grow(event.currentTarget)
        onInput?.(event)
      }}
    />
  )
}

/** Where CSS grows it by `field-sizing`, measuring would only cost time at every key. */
const growsByItself = 'fieldSizing' in document.documentElement.style

function grow(area: HTMLTextAreaElement) {
  if (growsByItself) return
  area.style.height = 'auto'
  area.style.height = `${area.scrollHeight + 2}px`
}
