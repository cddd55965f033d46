/*
 * The one folding of text. Whatever is looked for (a contact, a customer, a country, a person in the
 * log) and whatever it is looked for in go through this same function, in the browser, in the gateway
 * and before a search column is written, so that no database or locale has a say in it.
 *
 * Gone are case, accents and vowel signs, apostrophes, and characters that are not drawn. All dashes
 * are one, all blanks are one, all digits are ASCII's, full width is ordinary width.
 */

/**
 * Letters with a stroke, a hook or a partner, which Unicode does not take apart, each with what people
 * type for it: those of the alphabets of Europe, Africa and the Caucasus, and the Arabic letters that
 * have another code point on a Persian or Urdu keyboard.
 */
const alike = new Map(
  `æae œoe þth ðd đd ɖd ɗd ƌd øo ɵo ɔo łl ƚl ħh ŧt ƭt ʈt ƫt ŋn ɲn ƞn ĸq ƀb ɓb ƃb ƈc ɛe ǝe əa ƒf ɠg ǥg ɨi ɩi ƙk ƥp ʉu ʊu ʋv ƴy ƶz ȥz ⱥa ȼc ⱦt ɇe ɉj ɍr ɏy ςσ \u06cc\u064a \u0649\u064a \u06a9\u0643 \u0671\u0627 \u0629\u0647 \u0640`
    .split(' ')
    .map((pair) => [pair[0], pair.slice(1)]),
)

/** And what stands for one: primes, accents by themselves, marks of other alphabets, Catalan's dot. */
const apostrophe = /['`´·ʹ-ˁˈˊˋ՚׳‘-‛′‵ꞌ＇]/u
const dash = /[\p{Pd}−]/u
const blank = /[\p{White_Space}\u2800]/u
const notDrawn = /[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}]/gu

/** Nearly all there is to fold, and much faster. */
const plain = /^[ -~]*$/

/** Without blanks at its ends. Folding what is folded changes nothing. */
export function foldText(text: string): string {
  const folded = plain.test(text)
    ? text.toLowerCase().replace(/['`]/g, '')
    : Array.from(text.normalize('NFC'), letterOf).join('')
  return folded.trim().replace(/ {2,}/g, ' ')
}

/** The words that are looked for, folded. Each has to be found by itself. */
export function foldedWords(text: string): string[] {
  return foldText(text).split(' ').filter(Boolean)
}

/**
 * A name out of a list (of countries, of roles) as it is compared: folded, without punctuation and
 * the article, and "St" is "Saint" before another word.
 */
export function nameKey(name: string): string {
  return foldText(name)
    .replace(/\./g, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bthe /g, '')
    .replace(/\bst (?=\p{L})/gu, 'saint ')
    .trim()
}

/**
 * A text folded in its place.
 * @returns for each code unit of `folded`, where the letter that it stands for begins in the text,
 *   and where the next one begins
 */
export function foldInPlace(text: string): { folded: string; from: number[]; to: number[] } {
  let folded = ''
  const from: number[] = []
  const to: number[] = []
  let at = 0
  for (const letter of text) {
    const units = letterOf(letter)
    // What is folded away belongs to the letter before it.
    if (units === '') to.fill(at + letter.length, to.indexOf(at))
    for (let unit = 0; unit < units.length; unit++) {
      from.push(at)
      to.push(at + letter.length)
    }
    folded += units
    at += letter.length
  }
  return { folded, from, to }
}

/** Folding is asked for the same few hundred letters again and again. */
const letters = new Map<string, string>()

function letterOf(letter: string): string {
  let folded = letters.get(letter)
  if (folded === undefined) {
    folded = foldLetter(letter)
    letters.set(letter, folded)
  }
  return folded
}

function foldLetter(letter: string): string {
  if (apostrophe.test(letter)) return ''
  if (blank.test(letter)) return ' '
  // Lower case of upper case is what Unicode calls full case folding, as far as JavaScript has it:
  // "ß" is "ss", and the "ı" of Turkish an "i" like any other.
  const base = letter.normalize('NFKD').toLowerCase().toUpperCase().toLowerCase()
  return Array.from(base.normalize('NFKD').replace(notDrawn, ''), (each) => {
    if (apostrophe.test(each)) return ''
    if (dash.test(each)) return '-'
    return alike.get(each) ?? digitOf(each) ?? each
  })
    .join('')
    .normalize('NFC')
}

/** The digit as ASCII has it: the digits of a script stand in a row, from zero on. */
function digitOf(character: string): string | undefined {
  const codePoint = character.codePointAt(0) ?? 0
  if (!isDigit(codePoint)) return undefined
  let value = 0
  while (isDigit(codePoint - 1 - value)) value++
  return String(value % 10)
}

function isDigit(codePoint: number): boolean {
  return /\p{Nd}/u.test(String.fromCodePoint(codePoint))
}

/**
 * The digits of a telephone number, without what is dialled before it from some places only: "+",
 * "00", a leading zero or one in brackets.
 */
export function phoneDigits(text: string): string {
  return foldText(text)
    .replace(/\(0+\)/g, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
}
