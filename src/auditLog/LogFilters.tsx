import type { Workspace } from '#contract/api/api.ts'
import { logText } from '#text/logText.ts'
import { FieldFrame, inputProps } from '#ui/form/FieldFrame.tsx'
import { SelectInput } from '#ui/form/SelectInput.tsx'
import { TextInput } from '#ui/form/TextInput.tsx'
import { CodeFilter } from './CodeFilter.tsx'
import { CustomerFilter } from './CustomerFilter.tsx'
import { outcomes, type LogFilter } from './logFilter.ts'
import css from './LogFilters.module.css'
import { PersonFilter } from './PersonFilter.tsx'

interface Props {
  workspace: Workspace
  filter: LogFilter
  onFilter(filter: LogFilter): void
}

/** Narrows the log. Each works at once; together they narrow it further. */
export function LogFilters({ workspace, filter, onFilter }: Props) {
  const words = logText.filter
  const set = (some: Partial<LogFilter>) => onFilter({ ...filter, ...some })

  return (
    <div className={css.filters} role="search" aria-label={words.label}>
      {workspace.role === 'admin' && (
        <PersonFilter
          workspace={workspace.id}
          person={filter.person}
          onPerson={(person) => set({ person })}
        />
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
            none={words.anyOutcome}
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
      <CodeFilter code={filter.code} onCode={(code) => set({ code })} />
    </div>
  )
}
