import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useApi } from '#api/ApiContext.ts'
import { sessionQuery } from '#session/sessionQuery.ts'
import type { Area } from '#shortcuts/groups.ts'
import { useKeysOf } from '#shortcuts/keymap.ts'
import { ShortcutsDialog } from '#shortcuts/ShortcutsDialog.tsx'
import { changeKeymap, syncKeymap } from '#shortcuts/sync.ts'
import { useShortcuts } from '#shortcuts/useShortcuts.ts'
import { shortcutsText } from '#text/shortcutsText.ts'
import { Kbd } from '#ui/basics/Kbd.tsx'
import css from './ShortcutsCorner.module.css'
import type { Place } from './paths.ts'

/** The way to the keyboard shortcuts, and what keeps them the same in all browsers of a person. */
export function ShortcutsCorner({ place }: { place: Place }) {
  const api = useApi()
  const person = useQuery(sessionQuery(api)).data?.person.id
  const [open, setOpen] = useState(false)
  const { hint, ...keys } = useKeysOf('showShortcuts')
  useShortcuts({ showShortcuts: () => setOpen(true) })

  useEffect(() => {
    if (person === undefined) return undefined
    const sync = () => void syncKeymap(api, person)
    sync()
    addEventListener('online', sync)
    return () => removeEventListener('online', sync)
  }, [api, person])

  return (
    <>
      <button
        type="button"
        className={css.button}
        data-noprint
        {...keys}
        onClick={() => setOpen(true)}
      >
        {shortcutsText.title}
        {hint && <Kbd>{hint}</Kbd>}
      </button>
      {open && (
        <ShortcutsDialog
          here={areasAt(place)}
          onChange={(keymap) => person !== undefined && void changeKeymap(api, person, keymap)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

function areasAt({ page, customer, panel }: Place): Area[] {
  const list: Area[] = customer !== null && !page ? ['list'] : []
  return [
    ...list,
    ...(panel ? (['form'] as const) : []),
    ...(page === 'log' ? (['log'] as const) : []),
    'everywhere',
    'picker',
  ]
}
