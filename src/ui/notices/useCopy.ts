import { text } from '#text/text.ts'
import { useNotices } from './Notices.tsx'

/** Puts words on the clipboard, and says so in these other words or why it cannot be done. */
export function useCopy(): (words: string, done: string) => Promise<void> {
  const { showNotice } = useNotices()

  return async function copy(words, done) {
    try {
      await navigator.clipboard.writeText(words)
      showNotice({ tone: 'done', message: done })
    } catch {
      // Not available over plain http, or where the person has denied it.
      showNotice({ tone: 'trouble', message: text.ui.notCopied })
    }
  }
}
