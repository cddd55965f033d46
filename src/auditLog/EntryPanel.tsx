import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { isAccessOp } from '#contract/api/accessOps.ts'
import type { Workspace } from '#contract/api/api.ts'
import type { LogEntry } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { supportCodeOf } from '#contract/api/supportCode.ts'
import { SupportLine } from '#support/SupportLine.tsx'
import { formatLongMoment } from '#text/format.ts'
import { accessText } from '#text/accessText.ts'
import { logText } from '#text/logText.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { Panel } from '#ui/dialog/Panel.tsx'
import { EntryChanges } from './EntryChanges.tsx'
import css from './EntryPanel.module.css'
import { factsOfEntry } from './entryFacts.ts'
import { DetailRow } from './DetailRow.tsx'
import type { LogFilter } from './logFilter.ts'
import { OutcomeChip } from './OutcomeChip.tsx'
import { accessLabelOf } from './describeAccess.ts'
import { shownAs } from './formatValue.ts'
import { describeEntry } from './describeEntry.ts'

interface Props {
  entry: LogEntry
  workspace: Workspace
  form: FormDefinition | undefined
  modal: boolean
  pathTo(customer: string, contact: string | null): string
  customerName(customer: string): ReactNode
  /** Looks for what this row has in common with others. */
  onFilter(filter: Partial<LogFilter>): void
  onClose(): void
}

/** All that the log knows of one row. */
export function EntryPanel(props: Props) {
  const { entry, workspace, form, modal, pathTo, customerName, onFilter, onClose } = props
  const { person, upstream } = entry
  const words = logText.entry
  const isAboutAccess = isAccessOp(entry.op)
  const contact = entry.op === 'remove' ? null : entry.contact
  return (
    <Panel
      title={describeEntry(entry, form)}
      modal={modal}
      onClose={onClose}
      header={<OutcomeChip entry={entry} />}
    >
      <SupportLine facts={factsOfEntry(entry, workspace)} />
      {isAboutAccess && entry.op === 'denied' && (
        <Banner tone="trouble">{accessText.notAllowed}</Banner>
      )}
      {!isAboutAccess && entry.outcome !== 'saved' && (
        <Banner tone={entry.outcome === 'refused' ? 'trouble' : 'warning'}>
          {entry.refusal && `${words.refusals[entry.refusal]}. `}
          {entry.outcome === 'refused' ? words.requested : words.notKnown}
        </Banner>
      )}
      {!isAboutAccess && entry.changes.length > 0 && <EntryChanges entry={entry} form={form} />}
      <div className={css.more}>
        {!isAboutAccess && (
          <Link className={css.link} href={pathTo(entry.customer, contact)}>
            {contact === null ? words.openCustomer : words.openContact}
          </Link>
        )}
        {workspace.role === 'admin' && (
          <Button size="small" onClick={() => onFilter({ person: person.id })}>
            {words.filterPerson}
          </Button>
        )}
        {!isAboutAccess && (
          <>
            <Button size="small" onClick={() => onFilter({ customer: entry.customer })}>
              {words.filterCustomer}
            </Button>
            <Button size="small" onClick={() => onFilter({ code: entry.code })}>
              {words.filterCode}
            </Button>
          </>
        )}
      </div>
      <dl className={css.facts} aria-label={words.facts}>
        <DetailRow label={words.when} value={formatLongMoment(entry.at)} copied={entry.at} />
        <DetailRow label={words.who} value={person.name} />
        <DetailRow label={words.role} value={person.role && logText.roles[person.role]} />
        <DetailRow label={words.personId} value={person.id} />
        {entry.op === 'denied' &&
          entry.changes.map((change) => (
            <DetailRow
              key={change.field}
              label={accessLabelOf(change.field)}
              value={shownAs(change.new)}
            />
          ))}
        <DetailRow label={words.reason} value={entry.reason} />
        <DetailRow label={words.contact} value={entry.name} />
        <DetailRow label={words.contactId} value={entry.contact} />
        <DetailRow
          label={words.customer}
          value={isAboutAccess ? null : customerName(entry.customer)}
          copied={entry.customer}
        />
        <DetailRow label={words.customerId} value={entry.customer || null} />
        <DetailRow
          label={words.undoes}
          copied={entry.undoes}
          value={
            entry.undoes && (
              <Button
                size="small"
                tone="quiet"
                onClick={() => onFilter({ code: supportCodeOf(entry.undoes ?? '') })}
              >
                {supportCodeOf(entry.undoes)}
              </Button>
            )
          }
        />
        <DetailRow
          label={isAboutAccess ? accessText.eventId : words.submissionId}
          value={entry.submissionId}
        />
        <DetailRow label={words.revision} value={isAboutAccess ? null : String(entry.revision)} />
        <DetailRow label={words.status} value={upstream.status && String(upstream.status)} />
        <DetailRow label={words.trackId} value={upstream.trackId} />
        <DetailRow label={words.requestId} value={upstream.requestId} />
        <DetailRow
          label={words.milliseconds}
          value={upstream.milliseconds !== null && words.duration(upstream.milliseconds)}
        />
        <DetailRow label={words.reference} value={entry.reference} />
        <DetailRow label={words.number} value={String(entry.number)} />
      </dl>
    </Panel>
  )
}
