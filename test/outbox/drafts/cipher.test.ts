import { expect, it } from 'vitest'
import { sealWith } from '#outbox/drafts/cipher.ts'

const keyOf = (byte: number) => new Uint8Array(32).fill(byte)

it('what was sealed is opened with the same key, and holds nothing readable', async () => {
  const seal = await sealWith(keyOf(1))
  const typed = { name: 'Ada Byron', notes: 'née Gordon 👋' }
  const sealed = await seal.close(typed)
  expect(Buffer.from(sealed.data).includes('Ada')).toBe(false)
  expect(await (await sealWith(keyOf(1))).open(sealed)).toEqual(typed)
})

it('the same text is never sealed into the same bytes', async () => {
  const seal = await sealWith(keyOf(1))
  const [one, other] = [await seal.close('Ada'), await seal.close('Ada')]
  expect(Buffer.from(one.data)).not.toEqual(Buffer.from(other.data))
})

it('another person’s key opens nothing, nor is a changed byte overlooked', async () => {
  const seal = await sealWith(keyOf(1))
  const sealed = await seal.close('Ada')
  await expect((await sealWith(keyOf(2))).open(sealed)).rejects.toThrow()
  new Uint8Array(sealed.data)[0]! ^= 1
  await expect(seal.open(sealed)).rejects.toThrow()
})
