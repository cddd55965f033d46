import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { sessionSchema } from '#contract/api/session.ts'
import { openGateway } from '../../helpers/gateway.ts'

test('with no sign-in configured everybody is one local person, and the desk says so', async () => {
  const gateway = await openGateway()
  const answer = await gateway.ask('/api/session')
  expect(z.parse(sessionSchema, await answer.json())).toEqual({
    person: { id: 'local', name: 'Local person' },
    signIn: 'none',
  })
  expect(answer.headers.has('set-cookie')).toBe(false)
})
