import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { logText } from '#text/logText.ts'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { useCopy } from '#ui/notices/useCopy.ts'
import css from './EntryPanel.module.css'

interface Props {
  label: string
  /** Nothing is not shown. */
  value: ReactNode
  /** What is copied, where that is not just what is shown. */
  copied?: string | null
}

/** One thing that is known of a row, and a press to take it along. */
export function DetailRow({ label, value, copied }: Props) {
  const copy = useCopy()
  const words = copied ?? (typeof value === 'string' ? value : null)
  if (!value) return null
  return (
    <div className={css.fact}>
      <dt className={css.label}>{label}</dt>
      <dd className={css.value}>
        <bdi>{value}</bdi>
        {words && (
          <IconButton
            label={logText.entry.copy(label)}
            icon={<Copy size={14} aria-hidden />}
            onClick={() => void copy(words, logText.entry.copied(label))}
          />
        )}
      </dd>
    </div>
  )
}
