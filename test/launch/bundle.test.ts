import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../flows/until.ts'
import { createProject } from './project.ts'

/** A program that prints a greeting, and whether it runs from its source or from the bundle. */
const main = `import { greeting } from './greeting.ts'
export async function run(): Promise<void> {
  const place: string = /dist/.test(new Error('Where').stack ?? '') ? 'the bundle' : 'its source'
  process.stdout.write(\`\${greeting} from \${place} of \${new URL('../package.json', import.meta.url).pathname}\`)
}
`
const greeting = (words: string) => `export const greeting = '${words}'\n`

function project() {
  const made = createProject({ 'src/main.ts': main, 'src/greeting.ts': greeting('Hello') })
  made.install()
  const isBundled = () => existsSync(join(made.folder, 'dist/bundle.json'))
  return { ...made, isBundled, start: () => made.run('src/start.js').stdout }
}

test('the first start runs the sources and leaves a bundle, which the second one runs; both find the same files', async () => {
  const { start, isBundled, folder } = project()
  expect(start()).toBe(`Hello from its source of ${folder}/package.json`)
  await until('the bundle', isBundled)
  expect(start()).toBe(`Hello from the bundle of ${folder}/package.json`)
})

test('a bundle comes with what Node compiles of it, and with a source map', () => {
  const { run, folder } = project()
  expect(run('build/main.ts')).toEqual({ stdout: '', stderr: '', status: 0 })
  const [bundle = 'none'] = readdirSync(join(folder, 'dist')).filter((name) => name !== 'bundle.json')
  expect(readdirSync(join(folder, 'dist', bundle)).toSorted()).toEqual(['cache', 'main.cjs', 'main.cjs.map'])
  expect(readdirSync(join(folder, 'dist', bundle, 'cache'))).toHaveLength(1)
})

test('what Node compiled of the bundle serves the process that runs it: that one compiles nothing else', () => {
  const { run, start, folder } = project()
  run('build/main.ts')
  const compiled = () =>
    readdirSync(join(folder, 'dist'), { recursive: true })
      .map(String)
      .filter((path) => path.includes('/cache/'))
  const before = compiled().toSorted()
  expect(start()).toContain('Hello from the bundle')
  expect(compiled().toSorted()).toEqual(before)
})

test('a bundle of other sources never runs, even if the change kept a file’s size and time', () => {
  const { run, start, write, folder } = project()
  run('build/main.ts')
  const path = join(folder, 'src/greeting.ts')
  const { atime, mtime } = statSync(path)
  write('src/greeting.ts', greeting('Howdy'))
  utimesSync(path, atime, mtime)
  expect(start()).toContain('Howdy from its source')
})

test('a source that changes while the bundle is made leaves no bundle', () => {
  const { run, write, folder } = project()
  // Its clock is behind, so each source is newer than its beginning.
  write('build/early.ts', "const { now } = Date\nDate.now = () => now() - 60_000\nawait import('./main.ts')\n")
  const { status, stderr } = run('build/early.ts')
  expect([status, stderr]).toEqual([1, 'A source has changed while Ferry was bundled. Run it again.\n'])
  expect(existsSync(join(folder, 'dist/bundle.json'))).toBe(false)
})

test('a folder in which nothing can be written changes nothing but that there is no bundle', () => {
  const { start, folder } = project()
  writeFileSync(join(folder, 'dist'), 'not a folder')
  expect([start(), start()].map((words) => words.slice(0, 21))).toEqual([
    'Hello from its source',
    'Hello from its source',
  ])
})

test('a bundle whose sources are not there, as in the image, runs', () => {
  const made = createProject({ 'src/main.ts': main, 'src/greeting.ts': greeting('Hello') })
  made.install()
  made.run('build/main.ts')
  made.remove('src/main.ts', 'src/greeting.ts', 'node_modules', 'build')
  expect(made.run('src/start.js').stdout).toContain('Hello from the bundle')
})
