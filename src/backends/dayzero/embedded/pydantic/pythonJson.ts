import { Float, type Json } from './json.ts'

/** Where Python's json module gives up, in its own words. `at` counts characters from 0. */
export class JsonProblem extends Error {
  readonly at: number

  constructor(message: string, at: number) {
    super(message)
    this.name = 'JsonProblem'
    this.at = at
  }
}

/** Python stops at about a thousand levels, and at integers of more than 4,300 digits. */
export class JsonBeyondLimits extends Error {}

const deepest = 990
const mostDigits = 4300

/**
 * Reads JSON the way Python 3.11's json module does, which is how FastAPI reads a body: `NaN` and
 * `Infinity` are numbers, half a surrogate pair is a character, the last of equal keys counts.
 * @throws JsonProblem, JsonBeyondLimits
 */
export function parsePythonJson(text: string): Json {
  let at = 0
  let depth = 0

  const value = (): Json => {
    const next = text[at]
    if (next === '"') return string()
    if (next === '{') return nested(object)
    if (next === '[') return nested(array)
    for (const [word, meaning] of words)
      if (text.startsWith(word, at)) {
        at += word.length
        return meaning
      }
    return number()
  }

  function nested<Value>(read: () => Value): Value {
    if (++depth > deepest) throw new JsonBeyondLimits('nested too deeply')
    at++
    const result = read()
    depth--
    return result
  }

  function object(): Map<string, Json> {
    const result = new Map<string, Json>()
    blanks()
    if (took('}')) return result
    for (;;) {
      if (text[at] !== '"') fail('Expecting property name enclosed in double quotes')
      const key = string()
      blanks()
      if (!took(':')) fail("Expecting ':' delimiter")
      blanks()
      result.set(key, value())
      blanks()
      if (took('}')) return result
      if (!took(',')) fail("Expecting ',' delimiter")
      blanks()
    }
  }

  function array(): Json[] {
    const result: Json[] = []
    blanks()
    if (took(']')) return result
    for (;;) {
      result.push(value())
      blanks()
      if (took(']')) return result
      if (!took(',')) fail("Expecting ',' delimiter")
      blanks()
    }
  }

  function string(): string {
    const start = at++
    let result = ''
    for (;;) {
      const from = at
      while (at < text.length && isPlain(text.charCodeAt(at))) at++
      result += text.slice(from, at)
      const end = text[at]
      if (end === undefined) fail('Unterminated string starting at', start)
      if (end === '"') {
        at++
        return result
      }
      if (end !== '\\') fail('Invalid control character at')
      result += escape(start)
    }
  }

  function escape(start: number): string {
    const letter = text[at + 1]
    if (letter === undefined) fail('Unterminated string starting at', start)
    if (letter !== 'u') {
      const meaning = escapes.get(letter)
      if (meaning === undefined) fail('Invalid \\escape')
      at += 2
      return meaning
    }
    const digits = text.slice(at + 2, at + 6)
    // The last digit must not be the last character: Python asks for room for the closing quote.
    if (!/^[0-9a-f]{4}$/i.test(digits) || at + 6 >= text.length)
      fail('Invalid \\uXXXX escape', at + 1)
    at += 6
    return String.fromCharCode(parseInt(digits, 16))
  }

  function number(): Json {
    const start = at
    const whole = match(/-?(?:0|[1-9][0-9]*)/y)
    if (!whole) fail('Expecting value', start)
    const fraction = match(/(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y)
    if (fraction) return new Float(Number(whole + fraction))
    if (whole.length > mostDigits) throw new JsonBeyondLimits('too many digits')
    const integer = Number(whole)
    return Number.isSafeInteger(integer) ? integer + 0 : BigInt(whole)
  }

  function match(pattern: RegExp): string {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }

  function blanks(): void {
    match(/[ \t\n\r]*/y)
  }

  function took(character: string): boolean {
    if (text[at] !== character) return false
    at++
    return true
  }

  function fail(message: string, where = at): never {
    throw new JsonProblem(message, [...text.slice(0, where)].length)
  }

  blanks()
  const result = value()
  blanks()
  if (at < text.length) fail('Extra data')
  return result
}

/** Neither a quote nor a backslash nor a control character. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code !== 0x22 && code !== 0x5c
}

const words: [string, Json][] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new Float(NaN)],
  ['Infinity', new Float(Infinity)],
  ['-Infinity', new Float(-Infinity)],
]

const escapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])
