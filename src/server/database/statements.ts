/**
 * The statements of an SQL text, one by one: what ends them is a semicolon that is in no quotation, no
 * comment and no $$ body. An engine that distributes its tables (Citus) takes some statements only alone.
 */
export function statementsOf(sql: string): string[] {
  const parts = /--[^\n]*|\/\*[\s\S]*?\*\/|'[^']*'|"[^"]*"|\$\w{0,20}\$|;/g
  const statements: string[] = []
  let begin = 0
  let body: string | null = null
  for (const { 0: part, index } of sql.matchAll(parts)) {
    if (body !== null) {
      if (part === body) body = null
      continue
    }
    if (part.startsWith('$')) body = part
    if (part !== ';') continue
    statements.push(sql.slice(begin, index))
    begin = index + 1
  }
  statements.push(sql.slice(begin))
  return statements.map((statement) => statement.trim()).filter(isMoreThanComment)
}

function isMoreThanComment(statement: string): boolean {
  return statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() !== ''
}
