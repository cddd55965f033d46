import ts from 'typescript'
import { isCode, nodesOf, parsed, type Sources } from './source.ts'

/** Rules that hold for every line of src and that neither the compiler nor the linter knows. */
export function brokenIn(sources: Sources): string[] {
  return Object.entries(sources).flatMap(([path, source]) => {
    if (!isCode(path)) return []
    const file = parsed(path, source)
    const found: string[] = []
    for (const node of nodesOf(file))
      for (const [says, breaks] of Object.entries(houseRules))
        if (breaks(node, path)) found.push(`${path}:${lineOf(file, node)} ${says}`)
    return found
  })
}

type Breaks = (node: ts.Node, path: string) => boolean

const houseRules: Record<string, Breaks> = {
  'says something to people: text lives in src/text': (node, path) =>
    isScreen(path) && (isWrittenText(node) || isSpokenAttribute(node)),
  'calls fetch: only src/api and src/server talk to the network': (node, path) =>
    // main.tsx is where the desk is put together: it hands the pipe in.
    !/^(api\/|server\/|main\.tsx$)/.test(path) && isGlobal(node, 'fetch'),
  'opens a connection of its own: only src/api talks to the gateway': (node, path) =>
    !/^(api|server)\//.test(path) &&
    ['XMLHttpRequest', 'EventSource', 'WebSocket'].some((name) => isGlobal(node, name)),
  'reads the environment: only src/server/config/config.ts does': (node, path) =>
    path !== 'server/config/config.ts' && isEnvironment(node) && !isHandedOver(node, path),
  'looks at keys by itself: src/ui/shortcut.ts says which shortcut is pressed': (node, path) =>
    path !== 'ui/shortcut.ts' && isLookAtKeys(node),
  'asks whether it is under test': (node) => isQuestionAboutTests(node),
  'uses a dialog of the browser': (node) =>
    ts.isCallExpression(node) &&
    ['alert', 'confirm', 'prompt'].some((name) => isGlobal(node.expression, name)),
}

function lineOf(file: ts.SourceFile, node: ts.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
}

function isScreen(path: string): boolean {
  return (
    /^(ui|form|support|customers|contacts|recentChanges|auditLog|workspaces|settings|session|app)\//.test(
      path,
    ) && path.endsWith('.tsx')
  )
}

const letters = /\p{Letter}/u

/** `<p>Saved</p>` and `<p>{'Saved'}</p>`. */
function isWrittenText(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return letters.test(node.text)
  return (
    ts.isJsxExpression(node) &&
    !ts.isJsxAttribute(node.parent) &&
    node.expression !== undefined &&
    literalsOf(node.expression).some((literal) => letters.test(literal))
  )
}

/** Attributes that are read out or shown. */
const spoken = [
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'heading',
  'hint',
  'label',
  'message',
  'placeholder',
  'title',
]

function isSpokenAttribute(node: ts.Node): boolean {
  if (!ts.isJsxAttribute(node) || !spoken.includes(node.name.getText())) return false
  const value = node.initializer
  if (!value) return false
  if (ts.isStringLiteral(value)) return letters.test(value.text)
  return (
    ts.isJsxExpression(value) &&
    value.expression !== undefined &&
    literalsOf(value.expression).some((literal) => letters.test(literal))
  )
}

/** The texts an expression can come to, as far as they stand there: choices are followed. */
function literalsOf(node: ts.Expression): string[] {
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression)
  if (ts.isConditionalExpression(node))
    return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)]
  if (ts.isBinaryExpression(node)) return [...literalsOf(node.left), ...literalsOf(node.right)]
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
  return ts.isStringLiteralLike(node) && !isCompared(node) ? [node.text] : []
}

/** `tone === 'done'` names a case, it does not say anything. */
function isCompared(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node.parent) &&
    [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
      node.parent.operatorToken.kind,
    )
  )
}

/** `fetch`, `window.fetch`, `globalThis.fetch`; not `app.fetch`, a parameter or a key of that name. */
function isGlobal(node: ts.Node, name: string): boolean {
  if (ts.isPropertyAccessExpression(node))
    return (
      node.name.text === name &&
      ['window', 'globalThis', 'self'].includes(node.expression.getText())
    )
  if (!ts.isIdentifier(node) || node.text !== name) return false
  const { parent } = node
  const isKey =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ts.isTypeNode(parent) ||
    ts.isTypeElement(parent) ||
    (!ts.isShorthandPropertyAssignment(parent) && nameOf(parent) === node)
  return !isKey
}

/** `event.ctrlKey`, `isComposing`; and `event.key` where it is compared. */
function isLookAtKeys(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node)) return false
  const { text } = node.name
  if (['ctrlKey', 'metaKey', 'altKey', 'isComposing', 'keyCode'].includes(text)) return true
  return node.getText() === 'event.key' && ts.isBinaryExpression(node.parent)
}

function nameOf(node: ts.Node): ts.Node | undefined {
  return 'name' in node ? (node.name as ts.Node) : undefined
}

function isEnvironment(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node))
    return /["']node:process["']/.test(node.moduleSpecifier.getText())
  return (
    ts.isPropertyAccessExpression(node) &&
    ['process.env', 'globalThis.process.env', 'import.meta.env'].includes(node.getText())
  )
}

/** The starters hand the whole of it to the server without looking into it. */
function isHandedOver(node: ts.Node, path: string): boolean {
  return (
    ['server/start.mjs', 'server/dev.mjs'].includes(path) &&
    ts.isPropertyAssignment(node.parent) &&
    node.parent.name.getText() === 'environment'
  )
}

function isQuestionAboutTests(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.getText() === 'import.meta.vitest'
  const named = ts.isIdentifier(node) || ts.isStringLiteralLike(node)
  return named && /^(VITEST\w*|PLAYWRIGHT\w*|NODE_ENV|webdriver)$/.test(node.text)
}
