import * as z from 'zod/mini'
import { actions } from '#contract/shortcuts.ts'

const key = z.string().check(z.minLength(1), z.maxLength(40))

/** The shortcuts of a person. What was not changed is left out, and follows the desk's own. */
export const keymapSchema = z.strictObject({
  keys: z.partialRecord(z.enum(actions), z.array(key).check(z.maxLength(4))),
  singleKeys: z.boolean(),
})

/** What is kept for a person; null: they have changed nothing. */
export const storedKeymapSchema = z.object({ keymap: z.nullable(keymapSchema) })
