import * as z from 'zod/mini'
import { logPageSchema, type LogEntry } from '#contract/api/history.ts'
import type { Gateway } from '../../helpers/gateway.ts'

/** What the log says, the newest first. */
export async function logged(
  gateway: Gateway,
  query = '',
  workspace = 'desk',
): Promise<LogEntry[]> {
  return (await logPage(gateway, query, workspace)).items
}

export async function logPage(gateway: Gateway, query = '', workspace = 'desk') {
  const answer = await gateway.ask(`/api/workspaces/${workspace}/log${query}`)
  if (answer.status !== 200) throw new Error(await answer.text())
  return z.parse(logPageSchema, await answer.json())
}
