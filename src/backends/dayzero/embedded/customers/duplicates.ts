import { endpoints } from '#backends/dayzero/endpoints.ts'
import { byTrigrams } from './customerSearch.ts'
import { searchTextOf } from './searchText.ts'
import { duplicatesQuery } from '#backends/dayzero/embedded/pydantic/models.ts'
import { operation, type Call } from '#backends/dayzero/embedded/http/operation.ts'

/** How alike two names must be to be told; not documented. */
const alike = 0.5
const most = 20

interface Candidate {
  id: string
  name: string
  similarity_score: number
  match_type: 'name' | 'email' | 'tax_id'
  email: string
}

/** Its arguments come in the query, and its success is a 201: both are documented. */
export const checkDuplicates = operation({
  endpoint: endpoints.checkDuplicates,
  query: duplicatesQuery,
  async run(call) {
    const [same, similar] = [await sameIn(call), await similarIn(call)]
    const found = new Map<string, Candidate>()
    for (const candidate of [...same, ...similar])
      if (candidate.id !== call.query.exclude_id?.toLowerCase() && !found.has(candidate.id))
        found.set(candidate.id, candidate)
    const duplicates = [...found.values()].slice(0, most)
    return { has_duplicates: duplicates.length > 0, duplicates }
  },
})

async function sameIn(call: Call<typeof duplicatesQuery>): Promise<Candidate[]> {
  const { email, tax_id } = call.query
  const types = [
    ['email', email],
    ['tax_id', tax_id],
  ] as const
  const found: Candidate[] = []
  for (const [type, value] of types) {
    if (!value) continue
    const rows = await call.database.query<Candidate>(
      `select id, name, 1 as similarity_score, '${type}' as match_type, email
       from dayzero.customers
       where business_id = $1 and deleted_at is null and ${type} = $2
       order by created_at, id limit ${most + 1}`,
      [call.business, value],
    )
    found.push(...rows)
  }
  return found
}

async function similarIn(call: Call<typeof duplicatesQuery>): Promise<Candidate[]> {
  const search = searchTextOf(call.query.name)
  if (search === '') return []
  return byTrigrams<Candidate>(
    call.database,
    `select id, name, public.similarity(search, $2) as similarity_score, 'name' as match_type, email
     from dayzero.customers
     where business_id = $1 and deleted_at is null and search operator(public.%) $2
     order by similarity_score desc, search, id limit ${most + 1}`,
    [call.business, search],
    { similarity_threshold: alike },
  )
}
