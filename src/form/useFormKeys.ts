import { useEffect, useEffectEvent, type RefObject } from 'react'
import { actionOf } from '#shortcuts/keymap.ts'

interface Options {
  onSave(): void
  onSaveAnother?(): void
}

/** The keys that save, and those that save and go on; while something is typed, too. */
export function useFormKeys(form: RefObject<HTMLFormElement | null>, options: Options) {
  const save = useEffectEvent(options.onSave)
  const saveAnother = useEffectEvent(() => (options.onSaveAnother ?? options.onSave)())

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented) return
      // With the focus nowhere the browser would offer to save the page as a file.
      const inside = event.target instanceof Node && form.current?.contains(event.target)
      if (!inside && event.target !== document.body) return
      const action = actionOf(event)
      if (action === 'saveAndNew') saveAnother()
      else if (action === 'save') save()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [form])
}
