import type { ComponentProps, ReactNode } from 'react'
import { classes } from '#ui/classes.ts'
import css from './IconButton.module.css'
import { useTabStop } from '#ui/RovingTabStop.ts'
import { useTooltip } from '#ui/overlay/useTooltip.tsx'

type Taken =
  'children' | 'onFocus' | 'onBlur' | 'onPointerEnter' | 'onPointerLeave' | 'onPointerDown'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, Taken> {
  /** What it does: its name, and shown when it is pointed at or focused. */
  label: string
  icon: ReactNode
  tone?: 'quiet' | 'plain' | 'danger'
  size?: 'small' | 'medium'
}

export function IconButton(props: IconButtonProps) {
  const { label, icon, tone = 'quiet', size = 'small', className, ...button } = props
  const tip = useTooltip(label)
  const tabStop = useTabStop()
  return (
    <>
      <button
        type="button"
        tabIndex={tabStop}
        aria-label={label}
        {...button}
        {...tip.anchor}
        className={classes(css.button, css[tone], css[size], className)}
      >
        {icon}
      </button>
      {tip.element}
    </>
  )
}
