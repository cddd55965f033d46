/** Ciphertext as a browser can store it. */
export interface Encrypted {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

/** Closes and opens what only one person may read. */
export interface DraftCipher {
  encrypt(value: unknown): Promise<Encrypted>
  /** Rejects for what was closed with another key, or changed since. */
  decrypt(encrypted: Encrypted): Promise<unknown>
}

/**
 * AES-GCM under the person's key, which stays in memory and cannot be taken out again.
 * @param key 32 bytes, from the gateway
 */
export async function createDraftCipher(key: Uint8Array<ArrayBuffer>): Promise<DraftCipher> {
  const secret = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])
  return {
    async encrypt(value) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const plain = new TextEncoder().encode(JSON.stringify(value))
      return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, secret, plain) }
    },
    async decrypt({ iv, data }) {
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, secret, data)
      return JSON.parse(new TextDecoder().decode(plain)) as unknown
    },
  }
}
