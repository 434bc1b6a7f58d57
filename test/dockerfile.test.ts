import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'

const instructions = readFileSync('Dockerfile', 'utf8')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.split(' ').slice(1).join(' ').trim() }))
const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))
const manifest = z
  .object({ engines: z.object({ node: z.string() }), devDependencies: z.object({ node: z.string() }) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))

test('the image is built and run by the Node version that the tests use and the package requires', () => {
  const image = `node:${manifest.devDependencies.node}-slim`
  // What Node compiles serves only the same version.
  expect(all('FROM')).toEqual([`${image} AS build`, image])
  expect(Number.parseInt(manifest.devDependencies.node, 10)).toBe(Number(/^>=(\d+)$/.exec(manifest.engines.node)?.[1]))
})

test('every file that it copies exists and passes .dockerignore', () => {
  const ignore = readFileSync('.dockerignore', 'utf8').split('\n')
  expect(ignore).toContain('*')
  for (const path of copiedIn(instructions)) {
    expect(existsSync(path), path).toBe(true)
    expect(ignore).toContain(`!${path.split('/')[0]}`)
  }
})

test('the image has the bundle in place of the sources and of all packages', () => {
  expect(all('COPY', lastStage)).toContain('--from=build /app/dist ./dist')
  expect(
    copiedIn(lastStage)
      .flatMap((path) => (path.startsWith('src') ? filesIn(path) : []))
      .toSorted(),
  ).toEqual(globSync(['src/start.js', 'src/launch/*.js']).toSorted())
  expect(all('RUN', lastStage).join()).not.toContain('npm ci')
})

test('the image has no npm', () => {
  const removed = /rm -rf (.+)/.exec(all('RUN', lastStage)[0] ?? '')?.[1]?.split(/\s+/)
  expect(removed).toEqual(expect.arrayContaining(['/usr/local/lib/node_modules', '/usr/local/bin/npm']))
})

test('Ferry does not run as root, owns its data and nothing else, and was compiled for the user that runs it', () => {
  const names = lastStage.map(({ name }) => name)
  expect(all('USER')).toEqual(['node', 'node'])
  expect(names.lastIndexOf('RUN')).toBeLessThan(names.indexOf('USER'))
  expect(all('RUN', lastStage).filter((rest) => rest.includes('chown'))).toEqual([
    'mkdir /data && chown node:node /data',
  ])
  expect(all('COPY', lastStage).join()).not.toContain('--chown')
  expect(all('VOLUME')).toEqual(['/data'])
  expect(all('ENV').join()).toContain('STORE_URL=sqlite:/data/')
})

test('metrics are published only if somebody asks for it', () => {
  expect(all('ENV').join()).toContain('METRICS_HOST=0.0.0.0')
  expect(all('EXPOSE')).toEqual(['3000'])
})

test('node is the first process, so that SIGTERM reaches it, and takes the words after the name of the image', () => {
  expect(all('ENTRYPOINT').map(wordsOf)).toEqual([['node', 'src/start.js']])
  expect(all('CMD')).toEqual([])
})

test('the image says what it is, as the OCI’s annotations do', () => {
  const labels =
    all('LABEL')
      .join()
      .match(/org\.opencontainers\.image\.\w+/g) ?? []
  const names = ['title', 'description', 'licenses', 'version', 'revision', 'created']
  expect(labels).toEqual(names.map((name) => `org.opencontainers.image.${name}`))
})

test('the health check is a file in the image', () => {
  const [, command = '[]'] = /CMD (\[.*\])$/.exec(all('HEALTHCHECK').join()) ?? []
  expect(wordsOf(command)).toEqual(['node', 'src/launch/healthy.js'])
  expect(existsSync('src/launch/healthy.js')).toBe(true)
})

function all(name: string, among = instructions): string[] {
  return among.filter((instruction) => instruction.name === name).map(({ rest }) => rest)
}

/** Files that are copied from the folder of the project. */
function copiedIn(among: typeof instructions): string[] {
  const own = all('COPY', among).filter((rest) => !rest.startsWith('--from'))
  return own.flatMap((rest) =>
    rest
      .split(/\s+/)
      .filter((word) => !word.startsWith('--'))
      .slice(0, -1),
  )
}

function filesIn(path: string): string[] {
  return path.endsWith('.js')
    ? [path]
    : globSync(`${path}/**`)
        .filter((file) => /\.\w+$/.test(file))
        .toSorted()
}

function wordsOf(command: string): string[] {
  return z.array(z.string()).parse(JSON.parse(command))
}
