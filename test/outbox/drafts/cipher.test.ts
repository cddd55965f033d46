import { expect, it } from 'vitest'
import { createDraftCipher } from '#outbox/drafts/cipher.ts'

const keyOf = (byte: number) => new Uint8Array(32).fill(byte)

it('what was sealed is opened with the same key, and holds nothing readable', async () => {
  const seal = await createDraftCipher(keyOf(1))
  const typed = { name: 'Ada Byron', notes: 'née Gordon 👋' }
  const sealed = await seal.encrypt(typed)
  expect(Buffer.from(sealed.data).includes('Ada')).toBe(false)
  expect(await (await createDraftCipher(keyOf(1))).decrypt(sealed)).toEqual(typed)
})

it('the same text is never sealed into the same bytes', async () => {
  const seal = await createDraftCipher(keyOf(1))
  const [one, other] = [await seal.encrypt('Ada'), await seal.encrypt('Ada')]
  expect(Buffer.from(one.data)).not.toEqual(Buffer.from(other.data))
})

it('another person’s key opens nothing, nor is a changed byte overlooked', async () => {
  const seal = await createDraftCipher(keyOf(1))
  const sealed = await seal.encrypt('Ada')
  await expect((await createDraftCipher(keyOf(2))).decrypt(sealed)).rejects.toThrow()
  new Uint8Array(sealed.data)[0]! ^= 1
  await expect(seal.decrypt(sealed)).rejects.toThrow()
})
