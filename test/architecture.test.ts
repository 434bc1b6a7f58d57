import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { workspaceSorts } from '../src/store/records.ts'
import {
  composition,
  groundFloor,
  type ImportColumn,
  importColumns,
  importTable,
  importTableMarkdown,
  packageHomes,
  toolPackages,
  topTable,
} from './architecture-table.ts'
import { type Import, parseSource, readSources, type SourceFile } from './source-files.ts'

const src = readSources('src')
const playground = readSources('playground')
const all = [...src, ...playground, ...readSources('test', 'bench', 'build')]
const manifest = z
  .object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))

test('a command that changes Ferry’s records goes through enact', () => {
  const sorts = workspaceSorts.join('|')
  const isWriting = new RegExp(`\\b(${sorts})\\.(set|delete)\\(`)
  // Exceptions: a form that is being filled in, the order of a list, and functions that are called within an act.
  const exempt = ['verbs/create/session.ts', 'key-uses.ts', 'verbs/policy/renaming.ts'].map(
    (name) => `src/commands/${name}`,
  )
  const writers = src.filter(({ path, text }) => path.startsWith('src/commands/') && isWriting.test(text))
  const outside = writers.filter(
    ({ imports }) => !imports.some(({ target }) => target === 'src/commands/machine/enact.ts'),
  )
  expect(outside.map(({ path }) => path).toSorted()).toEqual(exempt.toSorted())
})

describe('own imports', () => {
  test('follow the import table', () => {
    expect(
      violations(
        src,
        (file, target) => target.isOwn && target.target.startsWith('src/') && !mayImport(file.path, target),
      ),
    ).toEqual([])
  })

  test('never lead from one provider to another', () => {
    const clouds = src.flatMap(({ path }) => /^(src\/providers\/\w+\/)index\.ts$/.exec(path)?.[1] ?? [])
    const provider = (path: string) => clouds.find((cloud) => path.startsWith(cloud))
    expect(
      violations(src, ({ path }, { target }) => {
        const [from, to] = [provider(path), provider(target)]
        return from !== undefined && to !== undefined && from !== to
      }),
    ).toEqual([])
  })

  test('keep the playground apart: only its entry point imports the bot, and the bot never imports it', () => {
    const doors = ['src/app/app.ts', 'src/config/config.ts']
    expect(
      violations(playground, ({ path }, { target }) => {
        return target.startsWith('src/') && !(path === 'playground/main.ts' && doors.includes(target))
      }),
    ).toEqual([])
    expect(violations(src, (_, { target, isOwn }) => isOwn && !target.startsWith('src/'))).toEqual([])
  })

  test.each([
    ['the bot', src],
    ['the playground', playground],
  ])('of %s form no cycle', (_, files) => {
    expect(findCycle(files)).toEqual([])
  })
})

describe('packages', () => {
  test('are only imported in their one place', () => {
    expect(
      violations(src, ({ path }, { target, isOwn, isTypeOnly }) => {
        if (isOwn || (target.startsWith('node:') && !(target in packageHomes))) return false
        const { code = [], types = [] } = packageHomes[target] ?? {}
        return ![...code, ...(isTypeOnly ? types : [])].some((home) => isWithin(path, home))
      }),
    ).toEqual([])
  })

  test('that the bot imports are dependencies', () => {
    const known = Object.keys(manifest.dependencies)
    expect(
      violations(src, (_, { target, isOwn }) => !isOwn && !target.startsWith('node:') && !known.includes(target)),
    ).toEqual([])
  })

  test('are all used', () => {
    const used = (name: string, files: SourceFile[]) => files.some(({ text }) => text.match(`['"]${name}[/'"]`))
    expect(Object.keys(manifest.dependencies).filter((name) => !used(name, src))).toEqual([])
    expect(Object.keys(manifest.devDependencies).filter((name) => !(name in toolPackages) && !used(name, all))).toEqual(
      [],
    )
  })

  test('are pinned to one version', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })
})

describe('the code', () => {
  test('has no any, no assertion but as const, and no open tasks', () => {
    expect(all.filter(({ path }) => !path.startsWith('test/source-files')).flatMap((file) => file.offences)).toEqual([])
  })

  test('reads the environment in one place, and writes nothing to the console', () => {
    const environment = src.filter(({ text }) => /\bprocess\.env\b|\benv\b.*'node:process'/.test(text))
    expect(environment.map(({ path }) => path).filter((path) => path !== 'src/main.ts')).toEqual([])
    expect(src.filter(({ text }) => /\bconsole\.\w+\(/.test(text)).map(({ path }) => path)).toEqual([])
  })
})

describe('ARCHITECTURE.md', () => {
  test('prints the import table that the test enforces', () => {
    const page = existsSync('ARCHITECTURE.md') ? readFileSync('ARCHITECTURE.md', 'utf8') : importTableMarkdown()
    const compact = (text: string) => text.replaceAll(/[ -]+/g, ' ').replaceAll('`', '')
    expect(compact(page)).toContain(compact(importTableMarkdown()))
  })
})

describe('the architecture test', () => {
  test('finds every sort of import, and whether it imports only types', () => {
    const text = `import type { A } from './a.ts'
      import { type B, type C } from '../b.ts'
      import { type D, e } from '@scope/name/deep'
      export * from 'node:fs'
      export type F = import('./f.ts').F
      const g = await import('undici')`
    expect(parseSource('src/x/y.ts', text).imports).toEqual([
      { target: 'src/x/a.ts', isOwn: true, isTypeOnly: true },
      { target: 'src/b.ts', isOwn: true, isTypeOnly: true },
      { target: '@scope/name', isOwn: false, isTypeOnly: false },
      { target: 'node:fs', isOwn: false, isTypeOnly: false },
      { target: 'src/x/f.ts', isOwn: true, isTypeOnly: true },
      { target: 'undici', isOwn: false, isTypeOnly: false },
    ])
  })

  test('finds what is forbidden, but not in text or comments', () => {
    const text = `const a = b as string // as any
      const c = d as const
      const e = f!.g + 'h as any!'
      let i: any`
    expect(parseSource('x.ts', text).offences).toEqual(['as at x.ts:1', '! at x.ts:3', 'any at x.ts:4'])
  })

  test('distinguishes a type from a value in the table', () => {
    const target = 'src/store/store.ts'
    expect(mayImport('src/notify/poll.ts', { target, isOwn: true, isTypeOnly: true })).toBe(true)
    expect(mayImport('src/notify/poll.ts', { target, isOwn: true, isTypeOnly: false })).toBe(false)
    expect(mayImport('src/slack/a.ts', { target: 'src/notify/b.ts', isOwn: true, isTypeOnly: true })).toBe(false)
    expect(mayImport('src/notify/a.ts', { target: 'src/slack/b.ts', isOwn: true, isTypeOnly: true })).toBe(false)
  })

  test('finds every cycle', () => {
    const ring = [
      parseSource('src/a.ts', "import './b.ts'"),
      parseSource('src/b.ts', "import type { C } from './c.ts'"),
      parseSource('src/c.ts', "import './b.ts'"),
    ]
    expect(findCycle(ring)).toEqual(['src/b.ts', 'src/c.ts', 'src/b.ts'])
  })
})

function violations(files: SourceFile[], isForbidden: (file: SourceFile, target: Import) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((target) => isForbidden(file, target))
      .map((target) => `${file.path} imports ${target.isTypeOnly ? 'types of ' : ''}${target.target}`),
  )
}

function mayImport(path: string, { target, isTypeOnly }: Import): boolean {
  if (groundFloor.some((open) => isWithin(target, open)) || composition.some((folder) => path.startsWith(folder)))
    return true
  const top = topTable[path]
  if (top !== undefined) return top.includes(target)
  const folder = folderOf(path)
  if (folder !== undefined && folder === folderOf(target)) return true
  const column = columnOf(target)
  const permission = folder && column && importTable[folder]?.[column]
  return permission === 'x' || (permission === 't' && isTypeOnly)
}

function folderOf(path: string): string | undefined {
  return /^src\/(\w+)\//.exec(path)?.[1]
}

function columnOf(path: string): ImportColumn | undefined {
  const contract = /^src\/(?:providers|store)\/((?:provider|store)\.ts)$/.exec(path)?.[1]
  return importColumns.find((column) => column === (contract ?? folderOf(path)))
}

function isWithin(path: string, home: string): boolean {
  return home.endsWith('/') ? path.startsWith(home) : path === home
}

/**
 * The first cycle of imports, from a file back to itself. A cycle of types counts too, because the two files belong
 * together.
 */
function findCycle(files: SourceFile[]): string[] {
  const edges = new Map(files.map(({ path, imports }) => [path, imports.map(({ target }) => target)]))
  const finished = new Set<string>()
  function visit(path: string, trail: string[]): string[] {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (finished.has(path)) return []
    for (const target of edges.get(path) ?? []) {
      const cycle = visit(target, [...trail, path])
      if (cycle.length > 0) return cycle
    }
    finished.add(path)
    return []
  }
  return [...edges.keys()].map((path) => visit(path, [])).find((cycle) => cycle.length > 0) ?? []
}
