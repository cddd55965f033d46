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
 * Where such a character does something that can be seen: it joins emoji or keeps letters apart, as
 * Persian and the scripts of India need it, chooses a form of the sign before it, or spells a flag.
 */
const atWork = [
  String.raw`(?<=[\p{Extended_Pictographic}\p{EMod}\ufe0f])\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=[\p{L}\p{M}])(?<![\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hani}\p{sc=Hang}\p{sc=Hira}\p{sc=Kana}])[\u200c\u200d](?=[\p{L}\p{M}]|(?<=\p{M}.))`,
  String.raw`(?<=[\p{Emoji}\p{S}\p{P}])[\ufe0e\ufe0f]`,
  String.raw`(?<=\p{Ideographic})[\ufe00-\ufe0d\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=[\p{sc=Mong}\p{sc=Phag}\p{sc=Mymr}])[\u180b-\u180f\ufe00]`,
  String.raw`(?<=\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0020}-\u{e007f}]`,
].join('|')

const found = new RegExp(`(${atWork})|${notDrawn.source}`, 'gu')

/** Marks that order a line, in which something is written from right to left. */
const orders = /[\u061c\u200e\u200f]/
const rightToLeft = /(?=\p{L})[\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}]/u

/** True where somebody who looks at the text sees nothing. */
export function isBlank(text: string): boolean {
  return text.replace(notSeen, '') === ''
}

/**
 * The characters that cannot be seen and do nothing where they stand, and where that is.
 * @param ofName false for an address or a number, in which none of them has anything to do
 */
export function straysIn(text: string, ofName = true): { character: string; at: number }[] {
  const turns = ofName && rightToLeft.test(text)
  return [...text.matchAll(found)]
    .filter(([character, working]) => {
      const works = working !== undefined || (turns && orders.test(character))
      return !(ofName && works)
    })
    .map(({ 0: character, index }) => ({ character, at: index }))
}
