import { faulty, type ZuoraError } from '#backends/zuora/embedded/http/errors.ts'

/** A piece of a ZOQL query. */
export type Token =
  { kind: 'word' | 'text' | 'bare'; value: string } | { kind: 'sign'; value: string }

const pieces =
  /\s+|([A-Za-z_]\w*)(?![\w.:-])|'((?:[^'\\]|\\.)*)'|(!=|<=|>=|=|<|>|,)|([+-]?[\w.:+-]+)/gsuy

/**
 * The pieces of a query: words, texts in quotes with `\'` and `\\` made plain, signs, and bare
 * values such as numbers and moments.
 * @throws ZuoraError for what is none of these
 */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = []
  pieces.lastIndex = 0
  while (pieces.lastIndex < query.length) {
    const at = pieces.lastIndex
    const match = pieces.exec(query)
    if (!match) throw malformedQuery(`unexpected '${[...query.slice(at)][0]}'`)
    const [, word, text, sign, bare] = match
    if (word !== undefined) tokens.push({ kind: 'word', value: word })
    else if (text !== undefined)
      tokens.push({ kind: 'text', value: text.replace(/\\(.)/gsu, '$1') })
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign })
    else if (bare !== undefined) tokens.push({ kind: 'bare', value: bare })
  }
  return tokens
}

export function malformedQuery(why: string): ZuoraError {
  return faulty('MALFORMED_QUERY', `The query is not valid ZOQL: ${why}.`)
}
