/** What proves something: tests, a sentence where nothing can be tested, or why there is no proof. */
export interface Proof {
  /** The exact titles, with their blanks where a table of cases fills them in. */
  tests?: readonly Named[]
  /** One sentence, where nothing can be tested. */
  record?: string
  /** One sentence on what does not hold yet. */
  notYet?: string
}

export interface Named {
  file: string
  title: string
}

/** What proves a row of the security checklist. Ids are those of OWASP ASVS 5.0.0. */
export interface Row extends Proof {
  row: number
  what: string
  /** Each in one row only: the first that asks for it. */
  ids: readonly string[]
  /** Those of the ids that something else proves, or that do not hold yet. */
  apart?: readonly Apart[]
}

export interface Apart extends Proof {
  id: string
}

/** Tests of one file below test/. */
export function tested(file: string, ...titles: string[]): Named[] {
  return titles.map((title) => ({ file: `test/${file}`, title }))
}
