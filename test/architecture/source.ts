import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** Path inside src, always with `/`, → what the file says. */
export type Sources = Readonly<Record<string, string>>

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every file of src as it is on the disk. */
export function sourcesOfSrc(): Sources {
  const src = join(root, 'src')
  return Object.fromEntries(
    readdirSync(src, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [
        path.slice(src.length + 1).replaceAll('\\', '/'),
        readFileSync(path, 'utf8'),
      ]),
  )
}

/** Files that hold code; the others (CSS, SQL) may only be imported. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts')
}

export function parsed(path: string, source: string): ts.SourceFile {
  return ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true)
}

/** Every node below, the nearest first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  for (const child of childrenOf(node)) yield* nodesOf(child)
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => {
    children.push(child)
  })
  return children
}

/** What a file imports, in every spelling: static, `export … from`, dynamic, `import('…')` types. */
export function importsOf(file: ts.SourceFile): string[] {
  const found: string[] = []
  for (const node of nodesOf(file)) {
    const named = specifierOf(node)
    if (named && ts.isStringLiteralLike(named)) found.push(named.text)
  }
  return found
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal
  const dynamic =
    ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      node.expression.getText() === 'require')
  return dynamic ? node.arguments[0] : undefined
}
