import { useQueryClient, type InfiniteData } from '@tanstack/react-query'
import type { LogEntry, Workspace } from '#contract/api.ts'
import { logText } from '#text/logText.ts'
import { Button } from '#ui/Button.tsx'
import { FieldFrame, inputProps } from '#ui/FieldFrame.tsx'
import { SelectInput } from '#ui/SelectInput.tsx'
import { TextInput } from '#ui/TextInput.tsx'
import { CodeFilter } from './CodeFilter.tsx'
import { CustomerFilter } from './CustomerFilter.tsx'
import { isFiltering, noFilter, outcomes, type LogFilter } from './logFilter.ts'
import css from './LogFilters.module.css'

interface Props {
  workspace: Workspace
  filter: LogFilter
  onFilter(filter: LogFilter): void
}

/** Narrows the log. Each works at once; together they narrow it further. */
export function LogFilters({ workspace, filter, onFilter }: Props) {
  const people = usePeople(workspace.id, filter.person)
  const words = logText.filter
  const set = (some: Partial<LogFilter>) => onFilter({ ...filter, ...some })

  return (
    <div className={css.filters} role="search" aria-label={words.label}>
      {workspace.role === 'admin' && (
        <FieldFrame label={words.person}>
          {(ids) => (
            <SelectInput
              {...inputProps(ids)}
              options={people.map(({ label }) => label)}
              value={people.find(({ id }) => id === filter.person)?.label ?? ''}
              onChange={({ target }) =>
                set({ person: people.find(({ label }) => label === target.value)?.id ?? '' })
              }
            />
          )}
        </FieldFrame>
      )}
      <CustomerFilter
        workspace={workspace.id}
        customer={filter.customer}
        onPick={(customer) => set({ customer })}
      />
      {(['from', 'to'] as const).map((end) => (
        <FieldFrame key={end} label={words[end]}>
          {(ids) => (
            <TextInput
              {...inputProps(ids)}
              type="date"
              value={filter[end]}
              min={end === 'to' && filter.from ? filter.from : undefined}
              onChange={({ target }) => set({ [end]: target.value })}
            />
          )}
        </FieldFrame>
      ))}
      <FieldFrame label={words.outcome}>
        {(ids) => (
          <SelectInput
            {...inputProps(ids)}
            options={outcomes.map((each) => logText.outcomes[each])}
            value={filter.outcome && logText.outcomes[filter.outcome]}
            onChange={({ target }) =>
              set({
                outcome: outcomes.find((each) => logText.outcomes[each] === target.value) ?? '',
              })
            }
          />
        )}
      </FieldFrame>
      <CodeFilter key={filter.code} code={filter.code} onCode={(code) => set({ code })} />
      {isFiltering(filter) && (
        <Button tone="quiet" className={css.clear} onClick={() => onFilter(noFilter)}>
          {words.clear}
        </Button>
      )}
    </div>
  )
}

/** Whoever was met in the log of this workspace since the page was opened, and who is looked for. */
function usePeople(workspace: string, wanted: string): { id: string; label: string }[] {
  const client = useQueryClient()
  const met = client
    .getQueriesData<InfiniteData<{ items: LogEntry[] }>>({ queryKey: ['log', workspace] })
    .flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? [])
  const names = new Map(met.map(({ person }) => [person.id, person.name]))
  if (wanted && !names.has(wanted)) names.set(wanted, wanted)
  const all = [...names].toSorted(([, a], [, b]) => a.localeCompare(b))
  return all.map(([id, name]) => {
    const isTwice = all.some(([other, same]) => other !== id && same === name)
    return { id, label: isTwice ? `${name} · ${id}` : name }
  })
}
