import type { OwnSession } from '#contract/api/ownSessions.ts'

export type Device = Pick<OwnSession, 'browser' | 'system'>

/** Edge and Chrome call themselves Chrome and Safari as well, so the order counts. */
const browsers: [RegExp, Device['browser']][] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
]

const systems: [RegExp, Device['system']][] = [
  [/\bWindows\b/, 'Windows'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** By what a person tells their browsers apart; nothing else of the header is kept. */
export function deviceOf(userAgent: string | null): Device {
  const named = <Name>(names: readonly [RegExp, Name][]) =>
    names.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? null
  return { browser: named(browsers), system: named(systems) }
}
