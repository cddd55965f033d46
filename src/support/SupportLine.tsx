import { Copy } from 'lucide-react'
import { supportCodeOf } from '#contract/api/supportCode.ts'
import { supportText } from '#text/supportText.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { useCopy } from '#ui/notices/useCopy.ts'
import type { SupportFacts } from './bundle.ts'
import css from './SupportLine.module.css'
import { useCopyForSupport } from './useCopyForSupport.ts'

/** What to quote to a colleague or to support, and a press for each. */
export function SupportLine({ facts }: { facts: SupportFacts }) {
  const copy = useCopy()
  const copyForSupport = useCopyForSupport()
  const code = supportCodeOf(facts.submissionId)
  return (
    <span className={css.line}>
      <span className={css.code}>{text.save.code(code)}</span>
      <IconButton
        label={supportText.copyCode}
        icon={<Copy size={14} aria-hidden />}
        onClick={() => void copy(code, supportText.codeCopied)}
      />
      <Button size="small" tone="quiet" onClick={() => void copyForSupport(facts)}>
        {supportText.copy}
      </Button>
    </span>
  )
}
