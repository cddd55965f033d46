import { expect, test } from 'vitest'
import { vendors } from '#backends/vendors.ts'
import { statementsOf } from '#server/database/statements.ts'
import { deskSchema } from '#server/migrations/migrations.ts'

test.for([
  ['select 1; select 2', ['select 1', 'select 2']],
  ['select 1;\n-- a comment; with a semicolon\n', ['select 1']],
  [
    `insert into t values ('a;b', 'it''s; "so"'); select ";"`,
    [`insert into t values ('a;b', 'it''s; "so"')`, 'select ";"'],
  ],
  [
    'create function f() as $$ begin; end; $$; select 1',
    ['create function f() as $$ begin; end; $$', 'select 1'],
  ],
  [
    'create function f() as $x$ $$;$$ $x$; select 1',
    ['create function f() as $x$ $$;$$ $x$', 'select 1'],
  ],
  ['/* a; b */ select 1;;', ['/* a; b */ select 1']],
  ['', []],
] as const)('%s is cut into its statements', ([sql, statements]) => {
  expect(statementsOf(sql)).toEqual(statements)
})

test('no statement of a migration is more than one, and none is lost', () => {
  const all = [deskSchema, ...Object.values(vendors).map(({ embedded }) => embedded.schema)]
  for (const sql of all) {
    const statements = statementsOf(sql)
    expect(statements.length).toBeGreaterThan(3)
    for (const statement of statements)
      expect(statement.replace(/--[^\n]*\n/g, '').trim()).toMatch(
        /^(create|alter|update|insert|drop|comment|delete|select|do)\b/i,
      )
    const bare = (text: string) => text.replaceAll(/[;\s]/g, '')
    const comments = statements.at(-1) ?? ''
    expect(bare(sql)).toContain(bare(comments))
  }
})
