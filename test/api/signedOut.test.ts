import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { deskApi } from '#api/client.ts'

const signedOut = { error: { refusal: { kind: 'signedOut' }, reference: 'ABC1234' } }

test('an answer to what was asked before the session ended does not say that it goes on', async () => {
  const heard: boolean[] = []
  const answers = new Map<string, (answer: Response) => void>()
  const api = deskApi(
    (request) => new Promise((resolve) => answers.set(new URL(request.url).pathname, resolve)),
    'http://desk.test',
    (isOver) => heard.push(isOver),
  )
  const ask = (path: string) => api.ask(z.unknown(), path)
  const [early, ended] = [ask('/early'), ask('/ended')]
  answers.get('/api/ended')!(Response.json(signedOut, { status: 401 }))
  await expect(ended).rejects.toThrow()
  answers.get('/api/early')!(Response.json({}))
  await early
  expect(heard).toEqual([true])
  const later = ask('/later')
  answers.get('/api/later')!(Response.json({}))
  await later
  expect(heard).toEqual([true, false])
})
