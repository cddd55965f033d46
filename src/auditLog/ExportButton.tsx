import { Download } from 'lucide-react'
import { useState } from 'react'
import { useApi } from '#api/ApiContext.ts'
import type { Workspace } from '#contract/api/api.ts'
import type { LogEntry } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { ApiError } from '#contract/api/apiError.ts'
import { sentenceOf } from '#contract/api/apiErrorText.ts'
import { logText } from '#text/logText.ts'
import { Button } from '#ui/basics/Button.tsx'
import { useNotices } from '#ui/notices/Notices.tsx'
import { download } from './download.ts'
import { dayOf, type LogFilter } from './logFilter.ts'
import { logPage } from './auditLogQuery.ts'

/** The most rows of an export: more than a spreadsheet is read for. */
const most = 10_000

const pageSize = 500

interface Props {
  workspace: Workspace
  form: FormDefinition | undefined
  filter: LogFilter
  disabled: boolean
}

/** Saves what is filtered as a file for spreadsheets, also what is not on the screen yet. */
export function ExportButton({ workspace, form, filter, disabled }: Props) {
  const api = useApi()
  const { showNotice } = useNotices()
  const [count, setCount] = useState<number | null>(null)

  async function all(): Promise<{ entries: LogEntry[]; isCut: boolean }> {
    const entries: LogEntry[] = []
    let cursor: string | null = null
    do {
      const page = await logPage(api, workspace.id, filter, { cursor, limit: pageSize })
      entries.push(...page.items)
      setCount(entries.length)
      cursor = page.next === cursor ? null : page.next
    } while (cursor !== null && entries.length < most)
    return { entries: entries.slice(0, most), isCut: cursor !== null || entries.length > most }
  }

  async function press() {
    setCount(0)
    try {
      const csv = import('./toCsv.ts').catch(() => null)
      const { entries, isCut } = await all()
      const { toCsv } = (await csv) ?? {}
      if (!toCsv) return failed(logText.export.notFetched)
      download(logText.export.file(workspace.id, today()), toCsv(entries, form))
      showNotice(
        isCut
          ? { tone: 'trouble', message: logText.export.cut(most) }
          : { tone: 'done', message: logText.export.done(entries.length) },
      )
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      failed(sentenceOf(error.failure))
    } finally {
      setCount(null)
    }
    return undefined
  }

  function failed(why: string): void {
    showNotice({ tone: 'trouble', message: logText.export.failed(why) })
  }

  return (
    <Button
      icon={<Download size={16} aria-hidden />}
      title={logText.export.hint(most)}
      aria-disabled={disabled || undefined}
      busy={count === null ? undefined : logText.export.running(count)}
      onClick={() => {
        if (!disabled) void press()
      }}
    >
      {logText.export.go}
    </Button>
  )
}

function today(): string {
  return dayOf(new Date())
}
