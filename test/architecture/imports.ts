import { posix } from 'node:path'
import ts from 'typescript'
import { outside, rules, vendorFilesForBrowsers, type Rule } from './rules.ts'
import { importsOf, isCode, parsed, type Sources } from './source.ts'

/** What a specifier leads to. */
type Target =
  | { kind: 'file'; path: string }
  | { kind: 'package'; name: string }
  | { kind: 'outside'; path: string }

/** Everything in these files that the import rules forbid, one sentence each. Empty: all is well. */
export function violationsIn(sources: Sources): string[] {
  const graph = new Map<string, string[]>()
  const found: string[] = []
  for (const [path, source] of Object.entries(sources)) {
    if (!isCode(path)) continue
    const file = parsed(path, source)
    const reached: string[] = []
    for (const specifier of importsOf(file)) {
      const target = targetOf(path, specifier)
      found.push(...problemsWith(path, specifier, target, sources))
      if (target.kind === 'file') reached.push(target.path)
    }
    graph.set(path, reached)
    if (isDoorOnly(file)) found.push(`${path} only passes on what other files export`)
  }
  return [...found, ...cyclesIn(graph), ...folderCirclesIn(graph), ...leaksIn(graph)]
}

function targetOf(from: string, specifier: string): Target {
  const name = specifier.replace(/\?\w+$/, '')
  if (name.startsWith('#')) return { kind: 'file', path: name.slice(1) }
  if (!name.startsWith('.') && !name.startsWith('/')) return { kind: 'package', name }
  const path = posix.normalize(posix.join(posix.dirname(from), name))
  return path.startsWith('../') || name.startsWith('/')
    ? { kind: 'outside', path }
    : { kind: 'file', path }
}

function problemsWith(
  from: string,
  specifier: string,
  target: Target,
  sources: Sources,
): readonly string[] {
  const rule = ruleFor(from)
  if (!rule) return [`${from} lies in a folder without a rule: add one to rules.ts`]
  if (target.kind === 'outside')
    return outside[from]?.includes(target.path)
      ? []
      : [`${from} imports ${specifier}, which is outside of src`]
  if (target.kind === 'package')
    return mayUse(rule, target.name) ? [] : [`${from} may not use the package ${target.name}`]
  if (!(target.path in sources)) return [`${from} imports ${specifier}, which is not there`]
  const problems: string[] = []
  if (!mayReach(from, rule, target.path)) problems.push(`${from} may not reach ${target.path}`)
  const beside = posix.dirname(target.path) === posix.dirname(from)
  if (specifier.includes('../') || (beside && specifier.startsWith('#')))
    problems.push(`${from} imports ${specifier}: write ./ inside a folder and # across folders`)
  return problems
}

/** The most particular rule that fits. */
function ruleFor(path: string): Rule | undefined {
  const fitting = Object.keys(rules).filter((pattern) => covers(pattern, path))
  const longest = fitting.toSorted((a, b) => b.split('/').length - a.split('/').length)[0]
  return longest === undefined ? undefined : rules[longest]
}

/** Whether the path is the pattern's file or lies below its folder. */
function covers(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return wanted.every(
    (part, index) => part === given[index] || (part === '*' && index < given.length - 1),
  )
}

function mayUse(rule: Rule, name: string): boolean {
  return rule.packages.some((allowed) => {
    if (allowed === 'node:') return name.startsWith('node:')
    // Full zod and zod/mini are two different libraries to a browser.
    return name === allowed || (allowed !== 'zod/mini' && name.startsWith(`${allowed}/`))
  })
}

function mayReach(from: string, rule: Rule, to: string): boolean {
  if (homeOf(from) === homeOf(to)) return !isFenced(from) || reachable(from, rule, to)
  return reachable(from, rule, to)
}

function reachable(from: string, rule: Rule, to: string): boolean {
  const vendor = vendorOf(from)
  return rule.reach.some((pattern) => covers(vendor ? pattern.replace('*', vendor) : pattern, to))
}

/** Where a file is at home: its top folder, for a vendor the vendor's own, in the server the room. */
function homeOf(path: string): string {
  const vendor = vendorOf(path)
  if (vendor) return `backends/${vendor}`
  const [top = path, room, file] = path.split('/')
  return top === 'server' && file !== undefined ? `server/${room}` : top
}

function vendorOf(path: string): string | undefined {
  const [top, vendor, file] = path.split('/')
  return top === 'backends' && file !== undefined ? vendor : undefined
}

/** Files that may not even reach everything at home: what a browser is given of a vendor, the doors. */
function isFenced(path: string): boolean {
  if (!path.startsWith('backends/')) return false
  const vendor = vendorOf(path)
  const inside = path.split('/').slice(2).join('/')
  return vendor === undefined || vendorFilesForBrowsers.includes(inside)
}

/** A file that exports what others made and makes nothing: one more place to look, and a way round a rule. */
function isDoorOnly(file: ts.SourceFile): boolean {
  return (
    file.statements.some((statement) => ts.isExportDeclaration(statement)) &&
    file.statements.every(
      (statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement),
    )
  )
}

type Graph = ReadonlyMap<string, readonly string[]>

/** Every cycle once, named by the way round. */
function cyclesIn(graph: Graph): string[] {
  const done = new Set<string>()
  const cycles: string[] = []
  function walk(path: string, trail: readonly string[]): void {
    const start = trail.indexOf(path)
    if (start >= 0) {
      cycles.push(`a cycle: ${[...trail.slice(start), path].join(' → ')}`)
      return
    }
    if (done.has(path)) return
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) walk(path, [])
  return cycles
}

/** Folders (and the files beside them) that reach each other in a circle, at every depth. */
function folderCirclesIn(graph: Graph): string[] {
  const folders = new Set(
    [...graph.keys()].flatMap((path) => {
      const parts = path.split('/').slice(0, -1)
      return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
    }),
  )
  return [...folders].flatMap((folder) => {
    const below = (path: string) =>
      path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).split('/')[0] : undefined
    const inside = new Map<string, string[]>()
    for (const [path, reached] of graph) {
      const from = below(path)
      if (from === undefined) continue
      const others = reached.map(below).filter((to) => to !== undefined && to !== from)
      inside.set(from, [...(inside.get(from) ?? []), ...others.filter((to) => to !== undefined)])
    }
    return cyclesIn(inside).map((cycle) => `in ${folder} ${cycle}`)
  })
}

/** What a browser would be given, from its first file on, that it must not have. */
function leaksIn(graph: Graph): string[] {
  const given = new Map<string, string>()
  const open = graph.has('main.tsx') ? ['main.tsx'] : []
  for (let path = open.pop(); path !== undefined; path = open.pop())
    for (const next of graph.get(path) ?? [])
      if (!given.has(next)) {
        given.set(next, path)
        open.push(next)
      }
  return [...given]
    .filter(([path]) => path.startsWith('server/') || isVendorsOwn(path))
    .map(([path, by]) => `the browser is given ${path}, through ${by}`)
}

function isVendorsOwn(path: string): boolean {
  const vendor = vendorOf(path)
  return (
    vendor !== undefined &&
    !vendorFilesForBrowsers.includes(path.slice(`backends/${vendor}/`.length))
  )
}
