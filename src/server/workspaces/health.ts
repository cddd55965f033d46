import type { Clock } from '#contract/clock.ts'
import type { Health } from '#contract/health.ts'
import type { OpenWorkspace } from './openWorkspace.ts'
import { checkConnection, type TryOut } from './checkConnection.ts'

/** How long a check is cached, in milliseconds, so that checks cannot keep a billing system busy. */
const checkFresh = 10_000

/** How long a check that found everything working is cached if no new one is asked for. */
const worksFor = 5 * 60_000

type Checked = Pick<OpenWorkspace, 'id' | 'vendor' | 'backend'>

/** Checks of the workspaces, each made once for everybody who asks meanwhile. */
export interface HealthChecks {
  /**
   * Asks the billing system, or gives the check of the last seconds.
   * @throws the signal's reason when it comes first
   */
  check(workspace: Checked, signal?: AbortSignal): Promise<TryOut>
  /** What is known, from the start of the desk on; asks where that is too long ago. */
  known(workspace: Checked): Promise<Health>
  /** The same from a new check. */
  again(workspace: Checked): Promise<Health>
}

interface Run {
  result: Promise<TryOut>
  startedAt: number
}

export function healthChecks(clock: Clock): HealthChecks {
  const runs = new Map<string, Run>()

  function run(workspace: Checked, youngerThan: (result: TryOut | null) => number): Run {
    const last = runs.get(workspace.id)
    if (last && clock.now() - last.startedAt < youngerThan(settled.get(last) ?? null)) return last
    const started = { result: checkConnection(workspace), startedAt: clock.now() }
    runs.set(workspace.id, started)
    started.result.then(
      (result) => settled.set(started, result),
      () => runs.delete(workspace.id),
    )
    return started
  }

  /** The result of a run, once it is done. */
  const settled = new WeakMap<Run, TryOut>()

  async function healthOf({ result, startedAt }: Run): Promise<Health> {
    const { refusal, why } = await result
    return {
      state: refusal ? 'failing' : 'works',
      at: new Date(startedAt).toISOString(),
      refusal,
      why,
    }
  }

  const fresh = () => checkFresh
  return {
    check: (workspace, signal) => abandonable(run(workspace, fresh).result, signal),
    again: (workspace) => healthOf(run(workspace, fresh)),
    // What fails may be mended any moment, and the person is looking at it.
    known: (workspace) =>
      healthOf(run(workspace, (result) => (result?.refusal === null ? worksFor : checkFresh))),
  }
}

async function abandonable<Result>(
  result: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return result
  return Promise.race([
    result,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    }),
  ])
}
