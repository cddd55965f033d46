import { Copy } from 'lucide-react'
import { changesText } from '#text/changesText.ts'
import { IconButton } from '#ui/IconButton.tsx'
import { useNotices } from '#ui/Notices.tsx'
import type { Change } from './change.ts'

interface Props {
  workspace: string
  change: Change
  name: string
}

/** Everything by which somebody else can find this change again, as text. */
export function CopyDetails({ workspace, change, name }: Props) {
  const { say } = useNotices()

  async function copy() {
    try {
      await navigator.clipboard.writeText(detailsOf(workspace, change, name))
      say({ tone: 'done', message: changesText.copied })
    } catch {
      // Not over plain http, and not where the browser was told so.
      say({ tone: 'trouble', message: changesText.notCopied })
    }
  }

  return (
    <IconButton
      label={changesText.copyOf(name)}
      icon={<Copy size={14} />}
      onClick={() => void copy()}
    />
  )
}

function detailsOf(workspace: string, change: Change, name: string): string {
  const { details, did, states } = changesText
  const lines: [string, string | null][] = [
    [did[change.op], `${name} (${states[change.state]})`],
    [details.time, change.at],
    [details.workspace, workspace],
    [details.customer, change.customer],
    [details.contact, change.contact],
    [details.intent, change.intent],
  ]
  return lines
    .flatMap(([label, value]) => (value === null ? [] : [`${label}: ${value}`]))
    .join('\n')
}
