import { expect, test } from 'vitest'
import { newLog } from '#server/logger.ts'

test('an event is one line of JSON, with its level in a word and its time in UTC', () => {
  const written: string[] = []
  const log = newLog({ write: (line) => void written.push(line) })
  log
    .child({ reference: 'ABC1234' })
    .warn({ workspace: 'acme', text: 'two\nlines\u001b[31m' }, 'request')
  expect(written).toHaveLength(1)
  for (const sign of ['\n', '\u001b']) expect(written[0]?.trimEnd()).not.toContain(sign)
  expect(JSON.parse(written[0] ?? '')).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    pid: process.pid,
    hostname: expect.any(String),
    reference: 'ABC1234',
    workspace: 'acme',
    text: 'two\nlines\u001b[31m',
    msg: 'request',
  })
})
