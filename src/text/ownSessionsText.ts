import { formatCount, formatRecent } from './format.ts'

/** What the list of a person's own sessions says. It is fetched with the list. */
export const ownSessionsText = {
  title: 'Your sessions',
  loading: 'Loading your sessions…',
  list: 'Your sessions',
  intro: 'You are signed in here. End any session that you do not recognise.',
  device: (browser: string | null, system: string | null) =>
    [browser ?? 'Another browser', ...(system ? [system] : [])].join(' on '),
  thisOne: 'This one',
  times: (startedAt: string, seenAt: string) =>
    `Signed in ${formatRecent(startedAt)}, last used ${formatRecent(seenAt)}`,
  end: 'End',
  endName: (device: string, startedAt: string) =>
    `End ${device}, signed in ${formatRecent(startedAt)}`,
  ending: 'Ending…',
  ended: (count: number) => `${formatCount(count, 'session was', 'sessions were')} ended`,
  endOthers: 'End all others',
  failed: (why: string) => `Could not be done. ${why}`,
  close: 'Close',
}
