import { BadAddress } from '#backends/dayzero/embedded/email/badAddress.ts'
import { lengthOf, rustTrim } from '#backends/dayzero/embedded/email/characters.ts'
import { checkedAddress } from '#backends/dayzero/embedded/email/emailAddress.ts'
import { Float, type Json } from './json.ts'
import { Invalid, type Rule } from './pydantic.ts'

/*
 * Pydantic 2's reading of single values, with its messages
 * (https://docs.pydantic.dev/latest/errors/validation_errors/).
 */

export function nullable<Value>(rule: Rule<Value>): Rule<Value | null> {
  return (input) => (input === null ? null : rule(input))
}

interface TextLimits {
  trim?: boolean
  min?: number
  max?: number
}

export function text({ trim = false, min = 0, max = Infinity }: TextLimits = {}): Rule<string> {
  return (input) => {
    const value = trim ? rustTrim(textIn(input)) : textIn(input)
    const length = lengthOf(value)
    if (length < min)
      throw new Invalid('string_too_short', `String should have at least ${characters(min)}`, {
        min_length: min,
      })
    if (length > max)
      throw new Invalid('string_too_long', `String should have at most ${characters(max)}`, {
        max_length: max,
      })
    // PostgreSQL cannot hold it, and the real API's answer to it would be a 500.
    if (value.includes('\0'))
      throw new Invalid('value_error', 'Value error, NUL characters are not allowed', { error: {} })
    return value
  }
}

function textIn(input: Json): string {
  if (typeof input !== 'string') throw new Invalid('string_type', 'Input should be a valid string')
  if (/\p{Surrogate}/u.test(input))
    throw new Invalid(
      'string_unicode',
      'Input should be a valid string, unable to parse raw data as a unicode string',
    )
  return input
}

function characters(count: number): string {
  return `${count} character${count === 1 ? '' : 's'}`
}

export function email(input: Json): string {
  try {
    return checkedAddress(textIn(input))
  } catch (error) {
    if (!(error instanceof BadAddress)) throw error
    throw new Invalid('value_error', `value is not a valid email address: ${error.message}`, {
      reason: error.message,
    })
  }
}

const yes = new Set(['true', 't', 'yes', 'y', 'on', '1'])
const no = new Set(['false', 'f', 'no', 'n', 'off', '0'])

export function flag(input: Json): boolean {
  if (typeof input === 'boolean') return input
  const word = typeof input === 'string' ? input.toLowerCase() : undefined
  const whole = wholeIn(input)
  if (whole === 1n || (word !== undefined && yes.has(word))) return true
  if (whole === 0n || (word !== undefined && no.has(word))) return false
  if (word !== undefined || (whole !== undefined && fitsRust(whole)))
    throw new Invalid('bool_parsing', 'Input should be a valid boolean, unable to interpret input')
  throw new Invalid('bool_type', 'Input should be a valid boolean')
}

/** The number without a fraction that it is, however it is written. */
function wholeIn(input: Json): bigint | undefined {
  const value = input instanceof Float ? input.value : input
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined
}

/** Pydantic takes numbers of 64 bits; of larger ones only Python's own integers, as integers. */
function fitsRust(whole: bigint): boolean {
  return BigInt.asIntN(64, whole) === whole
}

export function integer({ min, max }: { min: number; max: number }): Rule<number> {
  return (input) => {
    const value = integerIn(input)
    if (value < min)
      throw new Invalid('greater_than_equal', `Input should be greater than or equal to ${min}`, {
        ge: min,
      })
    if (value > max)
      throw new Invalid('less_than_equal', `Input should be less than or equal to ${max}`, {
        le: max,
      })
    return Number(value)
  }
}

function integerIn(input: Json): number | bigint {
  if (typeof input === 'boolean') return Number(input)
  if (typeof input === 'number' || typeof input === 'bigint') return input
  if (typeof input === 'string') return integerInText(input)
  if (!(input instanceof Float)) throw new Invalid('int_type', 'Input should be a valid integer')
  if (!Number.isFinite(input.value))
    throw new Invalid('finite_number', 'Input should be a finite number')
  const whole = wholeIn(input)
  if (whole === undefined)
    throw new Invalid(
      'int_from_float',
      'Input should be a valid integer, got a number with a fractional part',
    )
  if (!fitsRust(whole)) throw tooLong()
  return whole
}

function tooLong(): Invalid {
  return new Invalid(
    'int_parsing_size',
    'Unable to parse input string as an integer, exceeded maximum size',
  )
}

/** Signs, single underscores between digits and a fraction of zeros are taken, as in Rust's pydantic. */
function integerInText(input: string): bigint {
  const found = /^([-+]?)([0-9]+(?:_[0-9]+)*)(?:\.0*)?$/.exec(rustTrim(input))
  if (!found)
    throw new Invalid(
      'int_parsing',
      'Input should be a valid integer, unable to parse string as an integer',
    )
  const digits = found[2]!.replaceAll('_', '')
  if (digits.length > 4300) throw tooLong()
  return BigInt(digits) * (found[1] === '-' ? -1n : 1n)
}

export function oneOf<Value extends string>(...values: readonly [Value, ...Value[]]): Rule<Value> {
  const quoted = values.map((value) => `'${value}'`)
  const expected = `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
  return (input) => {
    const found = values.find((value) => value === input)
    if (found === undefined) throw new Invalid('enum', `Input should be ${expected}`, { expected })
    return found
  }
}
