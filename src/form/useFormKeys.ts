import { useEffect, useEffectEvent, type RefObject } from 'react'
import { shortcutOf } from '#ui/shortcut.ts'

interface Options {
  onSave(): void
  onSaveAnother?(): void
}

/** Ctrl or ⌘ with Enter or S saves, with Shift and Enter saves and goes on. */
export function useFormKeys(form: RefObject<HTMLFormElement | null>, options: Options) {
  const save = useEffectEvent(options.onSave)
  const saveAnother = useEffectEvent(() => (options.onSaveAnother ?? options.onSave)())

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented) return
      // With the focus nowhere the browser would offer to save the page as a file.
      const inside = event.target instanceof Node && form.current?.contains(event.target)
      if (!inside && event.target !== document.body) return
      const shortcut = shortcutOf(event)
      if (shortcut === 'Mod+Shift+Enter') saveAnother()
      else if (shortcut === 'Mod+Enter' || shortcut === 'Mod+s') save()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [form])
}
