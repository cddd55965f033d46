import type { Queries } from '#contract/backend/vendor.ts'

/** As many new account numbers as asked for, in the form of Zuora's samples: `A00000001`. */
export async function numbersOf(queries: Queries, count: number): Promise<string[]> {
  const numbers: string[] = []
  while (numbers.length < count) {
    const drawn = await queries.query<{ number: string }>(
      `select 'A' || lpad(drawn.value::text, greatest(8, length(drawn.value::text)), '0') as number
       from (select nextval('zuora.account_numbers') as value
             from generate_series(1, $1::int)) as drawn order by drawn.value`,
      [count - numbers.length],
    )
    const candidates = drawn.map(({ number }) => number)
    // Whoever makes an account may give it any number, one of ours too.
    const taken = await queries.query<{ account_number: string }>(
      'select account_number from zuora.accounts where account_number = any($1)',
      [candidates],
    )
    const used = new Set(taken.map(({ account_number }) => account_number))
    numbers.push(...candidates.filter((number) => !used.has(number)))
  }
  return numbers
}
