type Input = HTMLInputElement | HTMLTextAreaElement

/**
 * Puts text where the caret is, as if it had been typed, so that Ctrl+Z takes it back. Only this
 * command reaches the browser's own history of a field, old as it is.
 */
export function insertText(input: Input, text: string): void {
  input.focus()
  const done =
    text === ''
      ? input.selectionStart === input.selectionEnd || command('delete')
      : command('insertText', text)
  if (done) return
  // Where there is no such command: the field changes all the same.
  input.setRangeText(text, input.selectionStart ?? 0, input.selectionEnd ?? 0, 'end')
  input.dispatchEvent(
    new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }),
  )
}

/** The same in place of all that a field holds. */
export function replaceText(input: Input, text: string): void {
  if (input.value === text) return
  input.focus()
  input.select()
  insertText(input, text)
}

function command(name: 'insertText' | 'delete', text?: string): boolean {
  // eslint-disable-next-line typescript/no-deprecated -- nothing else keeps the history of a field
  return typeof document.execCommand === 'function' && document.execCommand(name, false, text)
}
