import { expect, test } from 'vitest'
import { returnToOf } from '#server/session/returnTo.ts'

const evil = 'evil.example'

/** What has led elsewhere in one product or another. */
const hostile = [
  ...[`//${evil}`, `///${evil}`, `////${evil}`, `//${evil}/w/a`, `/\\${evil}`, `\\\\${evil}`],
  ...[`\\/${evil}`, `/\\/${evil}`, `/\t/${evil}`, `/\n/${evil}`, `/\r\n/${evil}`, `\t//${evil}`],
  ...[` //${evil}`, `/ /${evil}`, `/\u0000/${evil}`, `/\u00a0/${evil}`, `/\u2028/${evil}`],
  ...[
    `https://${evil}`,
    `http://${evil}/w/a`,
    `HTTPS:${evil}`,
    `https:/${evil}`,
    `https:\\${evil}`,
  ],
  ...[
    `http:${evil}`,
    `ftp://${evil}`,
    `ws://${evil}`,
    `file:///etc/passwd`,
    `blob:https://${evil}`,
  ],
  ...[
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
  ],
  ...['javascript://%0aalert(1)', 'data:text/html,<script>alert(1)</script>', 'vbscript:x'],
  ...['about:blank', 'mailto:a@b', `%2f%2f${evil}`, `/%2f${evil}`, `/%2F%2F${evil}`, `/%5c${evil}`],
  ...[`/w/%2f%2f${evil}`, `/w/..//${evil}`, `/w/../../${evil}`, `/w//${evil}`, `/.//${evil}`],
  ...[`/w/%2e%2e//${evil}`, `/..//${evil}`, `/w/a\\..\\${evil}`, `@${evil}`, `/@${evil}`],
  ...[`https://localhost:3000@${evil}`, `http://localhost:3000.${evil}`, `.${evil}`, evil],
  ...[
    '/api/session',
    '/auth/sign-in',
    '/auth/sign-in?returnTo=/auth/sign-in',
    '/auth/callback?code=1',
  ],
  ...[
    '/w/../auth/sign-out',
    '/embedded/dayzero/x',
    '/metrics',
    '/index.html',
    '/wrong',
    '?x',
    '#x',
  ],
  ...[
    'w/a',
    '',
    '/w/<script>',
    '/w/"x',
    '/w/é',
    '/w/\u202e',
    `/w/a b`,
    '/W/a',
    `/w/${'a'.repeat(2100)}`,
  ],
  ...[
    `／／${evil}`,
    `/\uff0f${evil}`,
    `//${evil}%00`,
    `//[::1]`,
    '//127.1',
    '/w/\ud800',
    '/w/%5C%5C',
  ],
]

test('what is asked for after signing in is a page of ours, or the front page', () => {
  expect(hostile.length).toBeGreaterThanOrEqual(60)
  expect(hostile.filter((asked) => returnToOf(asked) !== '/')).toEqual([])
  expect(returnToOf(undefined)).toBe('/')
})

test.for([
  '/',
  '/?from=mail',
  '/w',
  '/w/dayzero-embedded',
  '/w/a/c/01890000-0000-7000-8000-000000000001/contacts/new',
  '/w/a/c/b?sort=-name&only=%C3%A9#top',
  '/w/a?next=https://elsewhere.example//x',
])('%s is a page of ours', (asked) => {
  expect(returnToOf(asked)).toBe(asked)
})
