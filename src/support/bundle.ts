import { supportCodeOf } from '#contract/api/supportCode.ts'
import { supportText } from '#text/supportText.ts'

/** What may leave the desk about a submission: no name, no address, nothing that was typed. */
export interface SupportFacts {
  submissionId: string
  op: string
  /** What became of it, in one word. */
  state: string
  /** RFC 3339. */
  time: string
  workspace: string
  backend?: string | null
  customer: string
  contact: string | null
  /** The submission that it took back. */
  undoes?: string | null
  /** The names of the fields that it was about, never what they hold. */
  fields: readonly string[]
  /** The role of the person who did it. */
  role?: string | null
  track?: string | null
  request?: string | null
  /** What the billing system answered with. */
  status?: number | null
  /** Milliseconds. */
  duration?: number | null
  reference?: string | null
}

/** The facts as text for a ticket, a line each; what is not known has none. */
export function bundleOf(facts: SupportFacts): string {
  const { bundle } = supportText
  const lines: [label: string, value: string | number | null | undefined][] = [
    [bundle.code, supportCodeOf(facts.submissionId)],
    [bundle.op, facts.op],
    [bundle.state, facts.state],
    [bundle.time, facts.time],
    [bundle.workspace, facts.workspace],
    [bundle.backend, facts.backend],
    [bundle.customer, facts.customer],
    [bundle.contact, facts.contact],
    [bundle.submissionId, facts.submissionId],
    [bundle.undoes, facts.undoes],
    [bundle.fields, facts.fields.join(',')],
    [bundle.role, facts.role],
    [bundle.track, facts.track],
    [bundle.request, facts.request],
    [bundle.status, facts.status],
    [bundle.duration, facts.duration],
    [bundle.reference, facts.reference],
  ]
  const told = lines.filter(([, value]) => value !== null && value !== undefined && value !== '')
  return [
    bundle.title,
    ...told.map(([label, value]) => `${label}: ${isCode(value) ? value : bundle.leftOut}`),
  ].join('\n')
}

/**
 * Ids, codes and times are written in these characters. Anything else came from somewhere it should
 * not have: an address with its @, a name with its space.
 */
function isCode(value: unknown): boolean {
  return /^[\w.:,~+-]{1,400}$/.test(String(value))
}
