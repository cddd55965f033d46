import { Copy } from 'lucide-react'
import { useCopyForSupport } from '#support/useCopyForSupport.ts'
import { changesText } from '#text/changesText.ts'
import { IconButton } from '#ui/basics/IconButton.tsx'
import type { Change } from './change.ts'

interface Props {
  workspace: string
  change: Change
  name: string
}

/** Everything by which another person can find this change again, without saying whom it is about. */
export function CopyForSupport({ workspace, change, name }: Props) {
  const copy = useCopyForSupport()
  const { submissionId, op, state, customer, contact, undoes } = change
  const facts = { submissionId, op, state, customer, contact, undoes, workspace, fields: [] }
  return (
    <IconButton
      label={changesText.copyOf(name)}
      icon={<Copy size={14} />}
      onClick={() => void copy({ ...facts, time: change.at })}
    />
  )
}
