import { afterEach, expect, it, vi } from 'vitest'
import { deskApi } from '#api/client.ts'
import { createOutbox } from '#app/createOutbox.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

it('an opening of the disk that no answer comes to is given up, and tried again', async () => {
  const late: AbortController[] = []
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const controller = new AbortController()
    late.push(controller)
    return controller.signal
  })
  const asked: string[] = []
  const api = deskApi((request) => {
    asked.push(new URL(request.url).pathname)
    return new Promise((_, reject) => {
      request.signal.addEventListener('abort', () => reject(new Error('given up')))
    })
  }, 'https://desk.example')
  const { drafts } = createOutbox(api)

  for (const round of [1, 2]) {
    const count = drafts.count()
    await expect.poll(() => asked.length).toBe(2 * round)
    expect(asked.slice(-2).toSorted()).toEqual(['/api/session', '/api/session/drafts-key'])
    for (const controller of late.splice(0)) controller.abort()
    expect(await count).toBe(0)
  }
})
