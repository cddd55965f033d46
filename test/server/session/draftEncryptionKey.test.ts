import { expect, test } from 'vitest'
import { draftEncryptionKey } from '#server/session/draftEncryptionKey.ts'
import { deskDatabase } from '../../helpers/gateway.ts'

test('each person has a key of their own, the same every time and for every gateway', async () => {
  const database = await deskDatabase()
  const [ann, again, tom] = await Promise.all(
    ['ann', 'ann', 'tom'].map((person) => draftEncryptionKey(database, person)),
  )
  expect(Buffer.from(ann!, 'base64url')).toHaveLength(32)
  expect(again).toBe(ann)
  expect(tom).not.toBe(ann)
  expect(await draftEncryptionKey(database, 'ann')).toBe(ann)
})

test('another desk has other keys', async () => {
  const keys = [await deskDatabase(), await deskDatabase()].map((it) =>
    draftEncryptionKey(it, 'ann'),
  )
  expect(new Set(await Promise.all(keys)).size).toBe(2)
})
