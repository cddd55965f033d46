import { foldedWords, foldText } from '#text/fold.ts'
import type { Queries } from '#contract/backend/vendor.ts'

/** A person in the audit log, under one of their names. */
export interface Named {
  person: string
  person_name: string
}

/**
 * Everybody who is in a workspace's log, or one of them, under every name. One look into the index
 * for each: they are few, and their rows are many.
 */
export async function peopleIn(
  queries: Queries,
  workspace: string,
  only: string | null,
): Promise<Named[]> {
  const next = (where: string) => `
    select person, person_name from desk.audit
    where workspace = $1 ${only === null ? '' : 'and person = $2'} ${where}
    order by person, person_name
    limit 1`
  return queries.query<Named>(
    `with recursive named as (
       (${next('')})
       union all
       select after.person, after.person_name
       from named, lateral (${next('and (person, person_name) > (named.person, named.person_name)')}) as after
     )
     select person, person_name from named`,
    only === null ? [workspace] : [workspace, only],
  )
}

/** Whether every word that somebody typed is in the name or the id. */
export function matchesActor({ person, person_name }: Named, typed: string): boolean {
  const called = foldText(`${person}\n${person_name}`)
  return foldedWords(typed).every((word) => called.includes(word))
}
