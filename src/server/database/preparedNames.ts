/** As many as a desk has, with room: what is kept per statement costs the server memory too. */
const mostNames = 500

/**
 * Names for statements, so that PostgreSQL parses and plans each text once per connection instead of
 * at every call. The same text always gets the same name.
 * @returns the name; undefined when there are too many already, or nothing in the text can vary
 */
export function preparedNames(
  most = mostNames,
): (sql: string, values: number) => string | undefined {
  const names = new Map<string, string>()
  return (sql, values) => {
    // Without values it may be several statements, which cannot be prepared as one.
    if (values === 0) return undefined
    const known = names.get(sql)
    if (known || names.size >= most) return known
    const name = `desk_${names.size + 1}`
    names.set(sql, name)
    return name
  }
}
