import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { expect, test } from 'vitest'
import { rows } from '../security/traceability.ts'
import type { Proof, Row } from '../security/evidence.ts'

const document = fileURLToPath(new URL('../../docs/security.md', import.meta.url))

const introduction = `# Security

Each point is one part of the security checklist: the requirements of OWASP ASVS 5.0.0 that apply, and
the test files that prove them. The titles of the tests are in
[test/security/traceability.ts](../test/security/traceability.ts). Run them with
\`npx vitest run test/security\` or by the file named here. To report a vulnerability, see
[SECURITY.md](../SECURITY.md).

This page is written by \`npx vitest run test/docs -u\` and checked by \`npx vitest run test/docs\`.
`

test('docs/security.md is what `npx vitest run test/docs -u` writes', async () => {
  const list = rows.map((row) => {
    const ids = row.ids.length > 0 ? ` (${row.ids.join(', ')})` : ''
    return `${row.row}. **${row.what}**${ids}: ${proofOf(row)}`
  })
  const open = rows.flatMap((row) => [
    ...(row.notYet ? [`- ${row.what}: ${row.notYet}`] : []),
    ...(row.apart ?? []).flatMap(({ id, notYet }) => (notYet ? [`- ${id}: ${notYet}`] : [])),
  ])
  const text = [introduction, ...list, '', '## Not met yet', '', ...open].join('\n')
  const options = await resolveConfig(document)
  await expect(await format(text, { ...options, parser: 'markdown' })).toMatchFileSnapshot(document)
})

function proofOf(row: Row): string {
  const proofs: Proof[] = [row, ...(row.apart ?? [])]
  const files = proofs.flatMap(({ tests = [] }) => tests.map(({ file }) => file))
  const names = [...new Set(files)].map((file) => `\`${file}\``)
  return names.join(', ') || (row.record ?? '')
}
