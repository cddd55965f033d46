/** More UTF-16 units than any name has; the gateway takes no longer search. */
const longestSearch = 200

/** What was typed or pasted as it is looked for: what can be seen of it, with single blanks. */
export function searchOf(typed: string): string {
  const seen = typed
    .replace(/[\p{White_Space}\p{Cc}\u2800]+/gu, ' ')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  // Not half a character at the end.
  return seen
    .trim()
    .slice(0, longestSearch)
    .replace(/\p{Surrogate}$/u, '')
    .trim()
}
