import type { Values } from '#contract/fields/kind.ts'
import { findingsIn, grouped, rowAt, when, type Findings } from './findings.ts'
import { editInvariants } from './editChecks.ts'
import type { History, RowSeen } from './history.ts'
import type { LedgerRow } from './memoryLedger.ts'
import { orderInvariants } from './orderChecks.ts'
import { mayBeDone, shownBy, toldInvariants } from './toldChecks.ts'
import { contactOf } from './watchedLedger.ts'

/*
 * What must be true of every run, however bad its network was. Each takes what a run left behind
 * and says in words where it was not true.
 */

export type Invariant = (findings: Findings) => string[]

/** What a run has broken, with the invariant's number in front. None, if all is well. */
export function brokenIn(
  history: History,
  contactFingerprint: (values: Values) => string,
  names: readonly InvariantName[] = invariantNames,
): string[] {
  const findings = findingsIn(history, contactFingerprint)
  return names.flatMap((name) => invariants[name](findings).map((said) => `${name} ${said}`))
}

export type InvariantName = keyof typeof invariants

export const invariants = {
  /**
   * Per submission at most one contact, under however many submissions it was asked for. One that somebody
   * removed or renamed meanwhile is theirs.
   */
  I1: (findings) => {
    const submissions = [...findings.submissions, ['nobody', new Set(['nobody'])] as const]
    return submissions.flatMap(([submissionBody, submissionIds]) => {
      const all = [...submissionIds].flatMap((submissionId) => findings.madeBy(submissionId))
      const until = Math.max(...all.map(({ at }) => at))
      const made = all.filter(({ contact }) => findings.touchedAt(contact) > until)
      if (made.length < 2) return []
      const which = made.map(({ contact, at }) => `${contact} ${when(at)}`).join(', ')
      return [`${submissionBody} made ${made.length} contacts: ${which}`]
    })
  },

  /**
   * Succeeded: there is exactly one, and it is the one. Rejected: none, but for one that somebody
   * renamed or removed before anybody could tell.
   */
  I2: (findings) =>
    [...findings.last.values()].flatMap((row) => {
      const { id: submissionId } = row
      const made = findings.madeBy(submissionId)
      if (row.write.op !== 'create') return []
      if (row.state === 'rejected')
        return (mayBeDone(row) ? [] : made)
          .filter(({ contact }) => findings.touchedAt(contact) > endedAt(findings, row))
          .map(({ contact }) => `${submissionId} is rejected and made ${contact}`)
      if (row.state !== 'succeeded') return []
      // Made it was, but which one it is could not be told.
      if (contactOf(row) === null)
        return made.length > 0 ? [] : [`${submissionId} succeeded, and made nothing`]
      const claimed = findings.made.find(({ contact }) => contact === contactOf(row))
      if (!claimed) return [`${submissionId} succeeded with ${contactOf(row)}, which nobody made`]
      if (claimed.customer !== row.write.customer)
        return [`${submissionId} succeeded with a contact of another customer`]
      const isOwn = findings.marks.get(claimed.mark ?? '')?.row.id === submissionId
      const stored = isOwn ? claimed.wrote : claimed.values
      if (findings.contactFingerprint(stored) !== findings.contactFingerprint(row.write.values))
        return [`${submissionId} succeeded with ${contactOf(row)}, which is not what was asked for`]
      // Another desk's submission. What somebody made in the billing system looks like ours, and may be taken.
      const owner = claimed.mark === null ? undefined : findings.marks.get(claimed.mark)
      if (owner && owner.row.id !== submissionId && isTakenFrom(findings, claimed.mark))
        return [`${submissionId} succeeded with ${contactOf(row)}, which ${owner.row.id} made`]
      return []
    }),

  /** A contact is what at most one submission made. */
  I3: ({ last }) => {
    const owners = grouped(
      [...last.values()].filter((row) => row.write.op === 'create' && contactOf(row) !== null),
      contactOf,
    )
    return [...owners].flatMap(([contact, rows]) =>
      rows.length > 1
        ? [
            `${contact} is said to be made by ${rows.map(({ id: submissionId }) => submissionId).join(' and ')}`,
          ]
        : [],
    )
  },

  /** What is terminal stays; a new try starts only where the one before came to nothing. */
  I4: (findings) =>
    [...findings.versions.values()].flatMap((versions) =>
      versions.flatMap(({ at, row }, index) => {
        const before = versions[index - 1]?.row
        return before
          ? stepsWrongly(findings, before, row, at).map((said) => `${said} ${when(at)}`)
          : []
      }),
    ),

  /** No byte leaves before a durable row says so. */
  I5: ({ dispatched, marks }) =>
    dispatched.flatMap(({ at, gateway, mark }) => {
      const written = marks.get(mark)
      if (!written) return [`${gateway} sent ${mark} ${when(at)}, of which no row knows`]
      if (written.since > at)
        return [`${gateway} sent for ${written.row.id} ${when(at)}, before its row said so`]
      return []
    }),

  /** What a person is told is so. */
  I7: (findings) =>
    findings.shown.flatMap(({ at, tab, submissionId, shown }) => {
      const row = rowAt(findings, submissionId, at)
      const said = `${tab} was shown “${shown}” for ${submissionId} ${when(at)}`
      const made = findings
        .madeBy(submissionId)
        .filter(({ contact }) => findings.touchedAt(contact) > at)
      if (shown === 'saved' && row?.state !== 'succeeded')
        return [`${said}, and its row is ${row?.state ?? 'not there'}`]
      if (shown === 'notSaved' && row && row.state !== 'rejected')
        return [`${said}, and its row is ${row.state}`]
      const isSure = shown === 'waiting' || (shown === 'notSaved' && !(row && mayBeDone(row)))
      if (isSure && made.some((it) => it.at <= at)) return [`${said}, and it had been made`]
      if (shown === 'cancelled' && made.length > 0) return [`${said}, and it was made`]
      return []
    }),

  /** Two minutes after the last fault is over, everything has ended. */
  I8: (findings) => {
    const { calmAt, endAt } = findings
    if (calmAt === null || endAt < calmAt + settledWithin) return []
    return submissionIdsIn(findings).flatMap((submissionId) => {
      const row = rowAt(findings, submissionId, calmAt + settledWithin)
      // Taken up later, it has no right to be done by then.
      if (!row || begunAt(findings, row) > calmAt) return []
      if (row.state === 'succeeded' || row.state === 'rejected') return []
      return [`${submissionId} is still ${row.state} two minutes after the faults`]
    })
  },

  /**
   * A contact that may be a second one is flagged at the next audit: of every doubt there ever was,
   * and of every create that went without a key. A receipt has room for one: of several submissions that
   * may have made it, the last that looks has to have told, or all of them tell of others.
   */
  I9: (findings) => {
    const claimed = new Set([...findings.last.values()].flatMap((row) => contactOf(row) ?? []))
    // A person was asked about it.
    const shown = new Set(findings.rows.map(({ row }) => shownBy(row)))
    const seconds = looksIn(findings).flatMap(({ row, until, over }) => {
      if (over > findings.endAt) return []
      // Somebody is still looking after it.
      if ([until, over].some((time) => isOpen(rowAt(findings, row.id, time)))) return []
      const wanted = findings.contactFingerprint(valuesOf(row))
      return findings.made
        .filter(
          ({ at, contact, customer, values }) =>
            customer === row.write.customer &&
            at >= begunAt(findings, row) &&
            at <= until &&
            !(row.knownIds ?? []).includes(contact) &&
            !claimed.has(contact) &&
            !shown.has(contact) &&
            findings.contactFingerprint(values) === wanted &&
            findings.touchedAt(contact) > over,
        )
        .map(({ contact }) => ({ contact, over, submissionId: row.id }))
    })
    const told = findings.rows.filter(({ row }) => row.duplicate !== null)
    return [...grouped(seconds, ({ contact }) => contact)].flatMap(([contact, looks]) => {
      const last = Math.max(...looks.map(({ over }) => over))
      const submissionIds = new Set(looks.map(({ submissionId }) => submissionId))
      const by = told.filter(({ at }) => at <= last).map(({ row }) => row)
      if (by.some(({ duplicate }) => duplicate === contact)) return []
      const others = by.filter(({ id: submissionId }) => submissionIds.has(submissionId))
      if (new Set(others.map(({ duplicate }) => duplicate)).size >= submissionIds.size) return []
      return [`${contact} may be ${[...submissionIds].join(' or ')} once more, and is not flagged`]
    })
  },

  /** Nothing is asked for in another person's name, or of another workspace. */
  I10: ({ pressed, asked, last }) => {
    const owners = new Map(pressed.map((it) => [it.submissionId, it]))
    const isOther = (it: { submissionId: string; person: string; workspace: string }) => {
      const owner = owners.get(it.submissionId)
      return !owner || owner.person !== it.person || owner.workspace !== it.workspace
    }
    return [
      ...asked
        .filter(isOther)
        .map(
          ({ submissionId, person, at }) =>
            `${person} asked for ${submissionId} ${when(at)} and never pressed it`,
        ),
      ...[...last.values()]
        .filter((row) => isOther({ ...row, submissionId: row.id }))
        .map(
          ({ id: submissionId, person }) =>
            `${submissionId} was carried out for ${person}, who never pressed it`,
        ),
    ]
  },

  /** Once it has ended, a repeat is told the same and does nothing. */
  I11: (findings) => [...repeatsToldOtherwise(findings), ...sentAfterTheEnd(findings)],

  /**
   * At most one primary per customer: at any moment where the billing system sees to it; else once
   * somebody moved it when all was calm.
   */
  I12: ({ truth, clearsPrimary }) => {
    const counting = clearsPrimary
      ? truth
      : [...grouped(truth, ({ customer }) => customer).values()].flatMap((all) => all.slice(-1))
    return counting.flatMap(({ at, customer, primaries }) =>
      primaries.length > 1
        ? [`${customer} had the primaries ${primaries.join(' and ')} ${when(at)}`]
        : [],
    )
  },

  /** Every contact the desk made is in the ledger as somebody's, and the other way round. */
  I13: (findings) => {
    const claimed = new Set(
      [...findings.last.values()].flatMap((row) =>
        row.write.op === 'create' ? (contactOf(row) ?? []) : [],
      ),
    )
    const flagged = new Set([...findings.last.values()].map(({ duplicate }) => duplicate))
    const settled = (mark: string | null) => {
      const owner = findings.last.get(findings.marks.get(mark ?? '')?.row.id ?? '')
      // What succeeded without saying with which one is somebody's all the same.
      if (owner && mayBeDone(owner)) return false
      // Another application made the same at that moment: nobody could tell which of the two it is.
      const told = owner && findings.made.find(({ contact }) => contact === contactOf(owner))
      if (told?.mark === null) return false
      return (
        owner?.state === 'rejected' || (owner?.state === 'succeeded' && contactOf(owner) !== null)
      )
    }
    return findings.made.flatMap(({ contact, mark }) =>
      mark === null ||
      claimed.has(contact) ||
      flagged.has(contact) ||
      !settled(mark) ||
      findings.touchedAt(contact) <= findings.endAt
        ? []
        : [`${contact} was made by the desk, and no receipt says so`],
    )
  },

  ...editInvariants,
  ...toldInvariants,
  ...orderInvariants,
} satisfies Record<string, Invariant>

export const invariantNames = Object.keys(invariants) as InvariantName[]

/** Milliseconds: two minutes, and what a call takes at the most that meets a fault at last. */
const settledWithin = 120_000 + 20_000

/**
 * Milliseconds after a doubt at which the customer is looked through, and what that may take. The
 * day counts from the last revision that followed the doubt.
 */
const audits = [
  { after: 15 * 60_000, takes: 30_000 },
  { after: 24 * 60 * 60_000, takes: 5 * 60_000 },
] as const

/** Somebody looks through a customer: what was made until then is flagged by the end of it. */
interface Look {
  row: LedgerRow
  until: number
  over: number
}

function looksIn(findings: Findings): Look[] {
  const afterDoubts = doubtsIn(findings).flatMap(({ at, row }) =>
    audits.map(({ after, takes }) => ({ row, until: at + after, over: at + after + takes })),
  )
  const [{ after, takes }] = audits
  const afterEnds = endsIn(findings).flatMap(({ at, row }) =>
    row.write.op === 'create' && row.knownIds !== null && row.lastDispatchedAt !== null
      ? [{ row, until: row.lastDispatchedAt.getTime() + after, over: at + after + takes }]
      : [],
  )
  return [...afterDoubts, ...afterEnds]
}

/** The end of every revision of every submission. */
function endsIn({ versions }: Findings): RowSeen[] {
  return [...versions.values()].flatMap((seen) =>
    seen.filter(({ row }, index) => !isOpen(row) && isOpen(seen[index - 1]?.row)),
  )
}

function isOpen(row: LedgerRow | undefined): boolean {
  return row?.state === 'pending' || row?.state === 'unknown'
}

/** Every doubt there was about a create: when it began, and the row as it stood when it was over. */
function doubtsIn({ versions }: Findings): RowSeen[] {
  return [...versions.values()].flatMap((seen) => {
    const doubts = new Map<number, RowSeen>()
    for (const { at, row } of seen) {
      if (row.inDoubtSince === null || row.write.op !== 'create') continue
      const doubted = row.inDoubtSince.getTime()
      doubts.set(doubted, { at: doubts.get(doubted)?.at ?? at, row })
    }
    return [...doubts.values()]
  })
}

/**
 * Whether other submissions have claimed more of what these bytes made than the network made of them by
 * itself. A system without keys makes a contact of each copy. It is nobody's, and looks in everything like
 * what a lost answer told of: another submission in doubt that asked for the same may take it. If
 * its own is made later all the same, I9 wants that told. What the bytes made once stays with the
 * submission that sent them.
 */
function isTakenFrom({ made, dispatched, marks, last }: Findings, mark: string | null): boolean {
  const all = made.filter((it) => it.mark === mark).map(({ contact }) => contact)
  const sent = dispatched.filter((it) => it.mark === mark).length
  const owner = marks.get(mark ?? '')?.row.id
  const taken = [...last.values()].filter(
    (row) => row.write.op === 'create' && row.id !== owner && all.includes(contactOf(row) ?? ''),
  )
  return taken.length > all.length - Math.max(sent, 1)
}

/** When the last revision of it came to its end. */
function endedAt({ versions }: Findings, { id: submissionId, revision, state }: LedgerRow): number {
  const seen = versions.get(submissionId) ?? []
  return seen.find(({ row }) => row.revision === revision && row.state === state)?.at ?? 0
}

/** When this revision of it was taken up. */
function begunAt({ versions }: Findings, { id: submissionId, revision }: LedgerRow): number {
  const first = versions.get(submissionId)?.find(({ row }) => row.revision === revision)
  return first?.at ?? Infinity
}

function valuesOf({ write }: LedgerRow): Values {
  return write.op === 'create' ? write.values : {}
}

function submissionIdsIn({ last, madeBy }: Findings): string[] {
  return [...last.keys(), ...(madeBy('nobody').length > 0 ? ['nobody'] : [])]
}

function stepsWrongly(
  findings: Findings,
  before: LedgerRow,
  row: LedgerRow,
  time: number,
): string[] {
  const { id: submissionId } = row
  if (before.state === 'succeeded') {
    const same = before.outcome === row.outcome && contactOf(before) === contactOf(row)
    return same && row.state === 'succeeded' ? [] : [`${submissionId} succeeded, and was changed`]
  }
  if (row.revision < before.revision) return [`${submissionId} went back a revision`]
  if (before.state === 'rejected') {
    if (row.revision > before.revision || row.state === 'rejected') return []
    return [`${submissionId} was rejected, and became ${row.state}`]
  }
  if (row.revision > before.revision)
    return [`${submissionId} began anew while it was ${before.state}`]
  if (row.keyEpoch === before.keyEpoch) return []
  // It was proven that nothing was made: then nothing may turn up later, either.
  return findings
    .madeBy(submissionId)
    .filter(({ mark, contact }) => {
      const made = findings.marks.get(mark ?? '')?.row
      const isOfBefore = made?.revision === before.revision && made.keyEpoch === before.keyEpoch
      return isOfBefore && findings.touchedAt(contact) > time
    })
    .map(
      ({ contact, at }) =>
        `${submissionId} began another round, and ${contact} was made ${when(at)}`,
    )
}

/** Asked once more after it was told how it ended. Once a later revision is there, that one counts. */
function repeatsToldOtherwise(findings: Findings): string[] {
  const first = new Map<string, { at: number; status: number; body: string }>()
  const answered = findings.asked
    .flatMap((it) => (it.answer ? [{ ...it, answer: it.answer }] : []))
    .toSorted((one, other) => one.answer.at - other.answer.at)
  return answered.flatMap(({ at, submissionId, submission, answer }) => {
    // Neither says how it ended.
    if (answer.status >= 500 || answer.status === 202) return []
    const submissionBody = `${submissionId} ${JSON.stringify(submission)}`
    const told = first.get(submissionBody)
    if (!told) {
      if (answer.status === 200) first.set(submissionBody, answer)
      return []
    }
    const now = rowAt(findings, submissionId, answer.at)
    if (at < told.at || (now && now.revision > submission.revision)) return []
    if (told.status === answer.status && told.body === answer.body) return []
    return [
      `${submissionId} was told ${answer.status} ${answer.body} ${when(answer.at)}, before ${told.body}`,
    ]
  })
}

function sentAfterTheEnd(findings: Findings): string[] {
  return findings.dispatched.flatMap(({ at, gateway, mark }) => {
    const submissionId = findings.marks.get(mark)?.row.id
    if (submissionId === undefined) return []
    const row = rowAt(findings, submissionId, at)
    if (row?.state !== 'succeeded') return []
    return [`${gateway} sent for ${submissionId} ${when(at)}, which had succeeded`]
  })
}
