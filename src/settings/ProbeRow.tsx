import { CircleAlert, CircleCheck, CircleMinus } from 'lucide-react'
import type { Probe, WorkspaceSettings } from '#contract/api/workspaceSettings.ts'
import { settingsText } from '#text/settingsText.ts'
import { Spinner } from '#ui/basics/Spinner.tsx'
import css from './ProbeRow.module.css'

const says = settingsText.test

interface Props {
  name: Probe['name']
  /** What came of it; left out while that is not known. */
  probe: Probe | undefined
  settings: WorkspaceSettings
}

/** One thing that was tried: what, how it went in words, and how long it took. */
export function ProbeRow({ name, probe, settings }: Props) {
  return (
    <li className={css.row} data-state={probe?.state ?? 'pending'}>
      <span className={css.icon}>{iconOf(probe)}</span>
      <span className={css.name}>{says.names[name]}</span>
      <span className={css.outcome}>{probe ? outcomeOf(probe, settings) : says.testing}</span>
      {probe && probe.state !== 'skipped' && (
        <data className={css.took}>{says.took(probe.ms)}</data>
      )}
    </li>
  )
}

function iconOf(probe: Probe | undefined) {
  if (!probe) return <Spinner />
  if (probe.state === 'works') return <CircleCheck size={16} aria-hidden />
  if (probe.state === 'failed') return <CircleAlert size={16} aria-hidden />
  return <CircleMinus size={16} aria-hidden />
}

function outcomeOf(probe: Probe, settings: WorkspaceSettings): string {
  if (probe.state === 'skipped') return says.skipped[probe.why]
  if (probe.state === 'failed') return `${says.fails}. ${troubleOf(probe, settings)}`
  return probe.found === null ? says.works : `${says.works}, ${says.found(probe.found, probe.more)}`
}

type Failed = Extract<Probe, { state: 'failed' }>

/** What is wrong and what to do about it, with the places where that is done. */
function troubleOf({ name, trouble }: Failed, { host, secrets }: WorkspaceSettings): string {
  const { troubles } = says
  switch (trouble) {
    case 'credentials':
      return troubles.credentials(secrets.map(({ place }) => place))
    case 'backendUnreachable':
    case 'broken':
    case 'outcomeUnknown':
    case 'setup':
      return troubles[trouble](host)
    case 'notFound':
      // Before anything was listed, it cannot be a customer that is gone.
      return name === 'signIn' ? troubles.nothingThere : troubles.notFound
    default:
      return troubles[trouble]
  }
}
