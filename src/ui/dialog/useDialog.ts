import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { enterLayer, topLayer } from '#ui/overlay/dialogStack.ts'
import { shortcutOf } from '#ui/shortcut.ts'

/**
 * Opens a `<dialog>` for as long as it is mounted: focus goes in, Escape asks to close, focus goes
 * back to where it was. Turning modal on or off keeps its content and the caret in place.
 * `first` selects what gets the focus where nothing carries `data-autofocus`.
 */
export function useDialog(modal: boolean, onClose: () => void, first = inputs) {
  const dialog = useRef<HTMLDialogElement>(null)
  const close = useEffectEvent(onClose)

  useLayoutEffect(() => {
    const element = dialog.current
    const opener = document.activeElement
    return () => {
      if (!element) return
      const held = element.contains(document.activeElement)
      element.close()
      if (held && opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])

  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return undefined
    const focused = element.contains(document.activeElement) ? document.activeElement : null
    // First of all: a list that loses the focus to this dialog asks the layers whether it really does.
    const leaveLayer = modal ? enterLayer(element) : undefined
    if (element.open) element.close()
    if (modal) element.showModal()
    else element.show()
    if (focused instanceof HTMLElement) focused.focus()
    return leaveLayer
  }, [modal])

  const enter = useEffectEvent((element: HTMLElement) => focusInside(element, first))
  useLayoutEffect(() => (dialog.current ? enter(dialog.current) : undefined), [])

  useEffect(() => {
    function closeOnEscape(event: KeyboardEvent) {
      if (event.defaultPrevented || shortcutOf(event) !== 'Escape') return
      if (topLayer() !== (modal ? dialog.current : null)) return
      // Otherwise the browser would close it by itself, without asking.
      event.preventDefault()
      close()
    }
    document.addEventListener('keydown', closeOnEscape)
    return () => document.removeEventListener('keydown', closeOnEscape)
  }, [modal])

  return {
    ref: dialog,
    tabIndex: -1,
    /** Android's back gesture; Escape was caught before. */
    onCancel(event: { preventDefault(): void; target: EventTarget; currentTarget: EventTarget }) {
      if (event.target !== event.currentTarget) return
      event.preventDefault()
      onClose()
    },
  }
}

const inputs = 'input:not([type=hidden]), textarea, select'

/** To the first that is there, as soon as there is one; until then to the dialog itself. */
function focusInside(element: HTMLElement, selector: string): () => void {
  const watch = new MutationObserver(enter)
  function enter() {
    const target =
      element.querySelector<HTMLElement>('[data-autofocus]') ??
      element.querySelector<HTMLElement>(selector)
    // The person has moved the focus meanwhile: leave it there.
    if (document.activeElement !== element) return watch.disconnect()
    if (!target) return
    target.focus()
    watch.disconnect()
  }
  element.focus()
  // What loads late gets the focus when it comes.
  watch.observe(element, { childList: true, subtree: true })
  enter()
  return () => watch.disconnect()
}
