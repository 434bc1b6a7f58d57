import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseAst } from 'vitest/node'

const parsed = new Map<string, SourceFile>()

/** Parses every TypeScript file under the given folders, each once. Paths are relative to the repository. */
export function readSources(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`))
    .toSorted()
    .map((path) => parsed.get(path) ?? readSource(path))
}

function readSource(path: string): SourceFile {
  const source = parseSource(path, readFileSync(path, 'utf8'))
  parsed.set(path, source)
  return source
}

export type SourceFile = {
  path: string
  text: string
  imports: Import[]
  offences: string[]
  /** Strings and fixed parts of templates. To find the line of each would take longer than to parse the file. */
  strings: { value: string; at(): string }[]
}
export type Import = {
  /** Path of the imported file relative to the repository, or name of the imported package. */
  target: string
  isOwn: boolean
  isTypeOnly: boolean
}

export function parseSource(path: string, text: string): SourceFile {
  const source: SourceFile = { path, text, imports: [], offences: [], strings: [] }
  walk(parseAst(text, { lang: 'ts' }), (node) => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) source.imports.push(resolve(path, specifier, isTypeOnly(node)))
    const value = stringOf(node)
    if (value !== undefined) source.strings.push({ value, at: () => `${path}:${lineOf(text, node.start)}` })
    const offence = offenceOf(node)
    if (offence !== undefined) source.offences.push(`${offence} at ${path}:${lineOf(text, node.start)}`)
  })
  for (const match of text.matchAll(/\b(TODO|FIXME|XXX)\b/g)) {
    source.offences.push(`${match[0]} at ${path}:${lineOf(text, match.index)}`)
  }
  return source
}

type Node = Readonly<Record<string, unknown>> & { type: string; start: number }

function walk(value: unknown, visit: (node: Node) => void) {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit)
  } else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) visit(value)
    for (const child of Object.values(value)) walk(child, visit)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

/** The import that a node makes: static, dynamic, re-export or `import('…').Type`. */
function specifierOf(node: Node): string | undefined {
  const kinds = [
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ImportExpression',
    'TSImportType',
  ]
  if (!kinds.includes(node.type)) return undefined
  const value = fieldOf(node.source, 'value')
  return typeof value === 'string' ? value : undefined
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers : []
  const isTypeSpecifier = (one: unknown) => [fieldOf(one, 'importKind'), fieldOf(one, 'exportKind')].includes('type')
  return specifiers.length > 0 && specifiers.every(isTypeSpecifier)
}

function resolve(path: string, specifier: string, isTypeOnly: boolean): Import {
  if (specifier.startsWith('.')) return { target: normalize(join(dirname(path), specifier)), isOwn: true, isTypeOnly }
  const [name = '', rest = ''] = specifier.split('/')
  return { target: name.startsWith('@') ? `${name}/${rest}` : name, isOwn: false, isTypeOnly }
}

function stringOf(node: Node): string | undefined {
  const value = node.type === 'TemplateElement' ? fieldOf(node.value, 'cooked') : node.value
  return typeof value === 'string' && ['Literal', 'TemplateElement'].includes(node.type) ? value : undefined
}

/** Everything in the code that the house style forbids. */
function offenceOf(node: Node): string | undefined {
  if (node.type === 'TSAnyKeyword') return 'any'
  if (node.type === 'TSNonNullExpression' || node.definite === true) return '!'
  if (node.type === 'TSTypeAssertion') return '<type> assertion'
  if (node.type === 'TSAsExpression' && !isConst(node.typeAnnotation)) return 'as'
  return undefined
}

function isConst(annotation: unknown): boolean {
  return fieldOf(fieldOf(annotation, 'typeName'), 'name') === 'const'
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
