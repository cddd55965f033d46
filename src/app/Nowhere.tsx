import { useLocation } from 'wouter'
import { PersonBadge } from '#session/PersonBadge.tsx'
import { nowhereText } from '#text/nowhereText.ts'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'

interface Props {
  /** The workspace of the address, where there is none of this name. */
  unknown: string | null
  /** The start page; null: this person has no role in any workspace. */
  start: string | null
}

/** What is shown at an address that leads to no workspace or page of this person. */
export function Nowhere({ unknown, start }: Props) {
  const [, navigate] = useLocation()
  if (start === null)
    return (
      <main>
        <EmptyState level={1} title={nowhereText.noRole} body={nowhereText.noRoleBody} />
        <PersonBadge />
      </main>
    )
  return (
    <main>
      <EmptyState
        level={1}
        title={unknown === null ? nowhereText.page : nowhereText.unknown(unknown)}
        actions={
          <Button tone="primary" onClick={() => navigate(start)}>
            {nowhereText.toStart}
          </Button>
        }
      />
    </main>
  )
}
