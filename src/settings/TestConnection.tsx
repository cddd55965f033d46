import { useMutation } from '@tanstack/react-query'
import { PlugZap } from 'lucide-react'
import { useApi } from '#api/ApiContext.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import {
  probeNames,
  probesSchema,
  type Probes,
  type WorkspaceSettings,
} from '#contract/api/workspaceSettings.ts'
import { formatTimeToSecond } from '#text/format.ts'
import { settingsText } from '#text/settingsText.ts'
import { Button } from '#ui/basics/Button.tsx'
import { ProbeRow } from './ProbeRow.tsx'
import css from './TestConnection.module.css'

const says = settingsText.test

/** Tries the connection when it is pressed, and lists what works and how long it took. */
export function TestConnection({ settings }: { settings: WorkspaceSettings }) {
  const { id } = settings
  const api = useApi()
  const test = useMutation({ mutationFn: () => api.read(probesSchema, id, 'probes', {}) })
  const probes = test.isPending ? undefined : test.data?.probes
  return (
    <div className={css.test}>
      <div className={css.line}>
        <Button
          size="small"
          icon={<PlugZap size={14} />}
          busy={test.isPending ? says.testing : undefined}
          reserve={says.testing}
          onClick={() => test.mutate()}
        >
          {says.press}
        </Button>
        <p className={css.status} role="status">
          {statusOf(test)}
        </p>
      </div>
      {(test.isPending || probes) && (
        <ul className={css.results} aria-label={says.results}>
          {probeNames.map((name) => (
            <ProbeRow
              key={name}
              name={name}
              probe={probes?.find((probe) => probe.name === name)}
              settings={settings}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

interface Tested {
  isPending: boolean
  error: Error | null
  data: Probes | undefined
}

function statusOf({ isPending, error, data }: Tested): string {
  if (isPending) return says.underWay
  if (error) return says.notTested(sentenceOfError(error))
  if (!data) return says.hint
  const at = formatTimeToSecond(new Date(data.at))
  const failed = data.probes.filter(({ state }) => state === 'failed').length
  const skipped = data.probes.filter(({ state }) => state === 'skipped').length
  if (failed > 0) return says.someFail(failed, skipped, at)
  return skipped > 0 ? says.nothingToRead(at) : says.allWork(at)
}
