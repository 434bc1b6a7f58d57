import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { dist, root, stampOf } from '../src/launch/bundle.js'

const projectPath = fileURLToPath(root)
/** Inputs of a bundle besides Ferry’s own modules. npm writes the last one whenever it installs packages. */
const alsoInputs = ['package.json', 'tsconfig.json', 'build/bundle.ts', 'node_modules/.package-lock.json']

/**
 * Makes the bundle that `src/start.js` runs: `dist/<hash>/main.cjs` with its chunks, source maps and what Node compiles
 * of it, and at last `dist/bundle.json`, which names the folder. Nothing else reads a half-made one. If a source has
 * changed meanwhile, the bundle is not kept.
 */
export async function makeBundle(): Promise<'made' | 'sources changed'> {
  const startedAtMs = Date.now()
  mkdirSync(dist, { recursive: true })
  const making = new URL(`making-${process.pid}/`, dist)
  const inputs = await bundleInto(making)
  const stamps = inputs.map((path) => [path, stampOf(path)])
  if (inputs.some((path) => statSync(new URL(path, root)).ctimeMs >= startedAtMs)) {
    rmSync(making, { recursive: true })
    return 'sources changed'
  }
  const folder = hashOf(making)
  dropOld(folder)
  if (readdirSync(dist).includes(folder)) rmSync(making, { recursive: true })
  else renameSync(making, new URL(folder, dist))
  compile(new URL(`${folder}/`, dist))
  const named = new URL(`bundle-${process.pid}.json`, dist)
  writeFileSync(named, JSON.stringify({ folder, inputs: stamps }))
  renameSync(named, new URL('bundle.json', dist))
  return 'made'
}

/**
 * Writes the bundle into a folder. Resolves with the files that it was made of, relative to the project. The bundle is
 * CommonJS: an ES module that imports `node:http` makes Node load all that it exports, with a fetch that Ferry never uses.
 */
async function bundleInto(folder: URL): Promise<string[]> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('src/main.ts', root)),
    platform: 'node',
    cwd: projectPath,
    plugins: [placesOf(folder)],
  })
  const { output } = await bundle.write({
    dir: fileURLToPath(folder),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    sourcemap: true,
  })
  await bundle.close()
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  const own = modules.filter((id) => id.startsWith(`${projectPath}src/`)).map((id) => relative(projectPath, id))
  return [...new Set([...own, ...alsoInputs])].toSorted()
}

/** Lets `import.meta.url` of our sources stay the address of the source, which finds files such as package.json. */
function placesOf(folder: URL): Plugin {
  return {
    name: 'places of sources',
    transform(code, id) {
      if (!id.startsWith(`${projectPath}src/`) || !code.includes('import.meta.url')) return null
      const path = relative(fileURLToPath(folder), id)
      // No line moves, so the source map stays right.
      return { code: code.replaceAll('import.meta.url', `new URL('${path}', import.meta.url).href`), map: null }
    },
  }
}

/** A name that is the same whenever the bundle is. */
function hashOf(folder: URL): string {
  const hash = createHash('sha256')
  for (const name of globSync('*.cjs', { cwd: fileURLToPath(folder) }).toSorted()) {
    hash.update(readFileSync(new URL(name, folder)))
  }
  return hash.digest('hex').slice(0, 12)
}

/** Removes older bundles. A process that has just started from one may still load a chunk of it. */
function dropOld(kept: string): void {
  for (const name of readdirSync(dist)) {
    const url = new URL(name, dist)
    if (name !== kept && name !== 'bundle.json' && Date.now() - statSync(url).mtimeMs > anHour) {
      rmSync(url, { recursive: true, force: true })
    }
  }
}

const anHour = 60 * 60_000

/** Loads the bundle once, so that Node keeps what it has compiled of it. */
function compile(folder: URL): void {
  const files = globSync('*.cjs', { cwd: fileURLToPath(folder) }).map((name) => fileURLToPath(new URL(name, folder)))
  const script = `
    import { createRequire, enableCompileCache, flushCompileCache } from 'node:module'
    import { limitMemory } from ${JSON.stringify(new URL('src/launch/memory.js', root).href)}
    limitMemory()
    enableCompileCache(${JSON.stringify(fileURLToPath(new URL('cache', folder)))})
    const require = createRequire(${JSON.stringify(folder.href)})
    for (const file of ${JSON.stringify(files)}) require(file)
    flushCompileCache()`
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {},
  })
}
