import { useQuery } from '@tanstack/react-query'
import { useApi } from '#api/ApiContext.ts'
import { text } from '#text/text.ts'
import { SignOut } from './lazyParts.tsx'
import { sessionQuery } from './sessionQuery.ts'
import css from './PersonBadge.module.css'

/** Under whose name changes are recorded; said plainly when that is anybody at this computer. */
export function PersonBadge() {
  const session = useQuery(sessionQuery(useApi()))
  if (!session.data) return null
  const { person, signIn } = session.data
  return (
    <span className={css.person}>
      <span className={css.name} translate="no">
        {person.name}
      </span>
      {signIn === 'none' ? <span className={css.note}>{text.desk.localPerson}</span> : <SignOut />}
    </span>
  )
}
