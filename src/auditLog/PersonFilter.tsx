import { useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { LogEntry } from '#contract/api/history.ts'
import { logText } from '#text/logText.ts'
import { FieldFrame, inputProps } from '#ui/form/FieldFrame.tsx'
import { AutocompleteInput } from '#ui/combobox/AutocompleteInput.tsx'
import { useFilterText } from './useFilterText.ts'

/** Long enough not to ask for every letter of a name, in milliseconds. */
const pause = 300

interface Props {
  workspace: string
  person: string
  onPerson(person: string): void
}

/** Whose changes to look at, by a part of their name or id; offers whom this log has shown so far. */
export function PersonFilter({ workspace, person, onPerson }: Props) {
  const [typed, setTyped] = useFilterText(person, (typed) => typed.trim())
  const names = useNamesMet(workspace)
  const tell = useEffectEvent(onPerson)

  useEffect(() => {
    if (typed.trim() === person) return undefined
    const timer = setTimeout(() => tell(typed.trim()), pause)
    return () => clearTimeout(timer)
  }, [typed, person])

  return (
    <FieldFrame label={logText.filter.person}>
      {(ids) => (
        <AutocompleteInput
          {...inputProps(ids)}
          value={typed}
          onValueChange={setTyped}
          suggestions={names}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
        />
      )}
    </FieldFrame>
  )
}

function useNamesMet(workspace: string): { name: string }[] {
  const met = useQueryClient()
    .getQueriesData<InfiniteData<{ items: LogEntry[] }>>({ queryKey: ['log', workspace] })
    .flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? [])
  const names = new Set(met.map(({ person }) => person.name))
  return [...names].toSorted((a, b) => a.localeCompare(b)).map((name) => ({ name }))
}
