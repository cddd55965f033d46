/*
 * What cannot be seen. Unicode names most of it itself: characters that are drawn as nothing unless a
 * font knows better (Default_Ignorable_Code_Point: zero-width characters, bidi controls, variation
 * selectors, tags, Hangul fillers, the soft hyphen), blanks and controls. Three more are drawn as
 * nothing although they count as signs: the empty Braille pattern, the marks of annotations, and the
 * musical null note.
 */
const notDrawn =
  /[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cc}\u2800\ufff9-\ufffb\u{1d159}]/u

/** A character that no version of Unicode in use here has assigned is nothing to look at either. */
const notSeen = new RegExp(`[${notDrawn.source.slice(1, -1)}\\p{White_Space}\\p{Cn}]`, 'gu')

/**
 * Where such a character may do something that can be seen: behind an emoji, an ideograph or a letter
 * of a script that joins its letters it chooses a form, joins or parts, and it orders what stands
 * behind Hebrew and Arabic. Behind a letter of Latin, Greek or Cyrillic, a blank or nothing it cannot.
 */
const atWork = String.raw`(?<=[^\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{Z}])[\u061c\u180b-\u180f\u200c-\u200f\ufe00-\ufe0f\u{e0020}-\u{e01ef}]`

const found = new RegExp(`(${atWork})|${notDrawn.source}`, 'gu')

/** True where somebody who looks at the text sees nothing. */
export function isBlank(text: string): boolean {
  return text.replace(notSeen, '') === ''
}

/**
 * The characters that cannot be seen and do nothing where they stand, and where that is.
 * @param ofName false for an address or a number, in which none of them has anything to do
 */
export function straysIn(text: string, ofName = true): { character: string; at: number }[] {
  return [...text.matchAll(found)]
    .filter(([, working]) => !ofName || working === undefined)
    .map(({ 0: character, index }) => ({ character, at: index }))
}
