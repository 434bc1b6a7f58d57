import { existsSync, readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import { expect, test } from 'vitest'
import { z } from 'zod'

const instructions = readFileSync('Dockerfile', 'utf8')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.split(' ').slice(1).join(' ').trim() }))
const manifest = z
  .object({ engines: z.object({ node: z.string() }), devDependencies: z.object({ node: z.string() }) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))

test('the image runs the Node version that the tests use and the package requires', () => {
  expect(all('FROM')).toEqual([`node:${manifest.devDependencies.node}-slim`])
  expect(Number.parseInt(manifest.devDependencies.node, 10)).toBe(Number(/^>=(\d+)$/.exec(manifest.engines.node)?.[1]))
})

test('every file that it copies exists and passes .dockerignore', () => {
  const copied = all('COPY').flatMap((rest) => rest.split(/\s+/).slice(0, -1))
  const ignore = readFileSync('.dockerignore', 'utf8').split('\n')
  expect(ignore).toContain('*')
  for (const path of copied) {
    expect(existsSync(path), path).toBe(true)
    expect(ignore).toContain(`!${path}`)
  }
  expect(copied).toContain('src')
})

test('the bot does not run as root, and owns its data', () => {
  const names = instructions.map(({ name }) => name)
  expect(all('USER')).toEqual(['node'])
  expect(names.lastIndexOf('RUN')).toBeLessThan(names.indexOf('USER'))
  expect(all('RUN').join()).toContain('chown node:node /data')
  expect(all('VOLUME')).toEqual(['/data'])
  expect(all('ENV').join()).toContain('STORE_URL=sqlite:/data/')
})

test('metrics are published only if somebody asks for it', () => {
  expect(all('ENV').join()).toContain('METRICS_HOST=0.0.0.0')
  expect(all('EXPOSE')).toEqual(['3000'])
})

test('node is the first process, so that SIGTERM reaches it', () => {
  expect(all('CMD').map((rest) => z.array(z.string()).parse(JSON.parse(rest)))).toEqual([['node', 'src/start.js']])
})

test('the health check is a command that node can run', () => {
  const [, command = '[]'] = /CMD (\[.*\])$/.exec(all('HEALTHCHECK').join()) ?? []
  const [program, flag, script = 'no script('] = z.array(z.string()).parse(JSON.parse(command))
  expect([program, flag]).toEqual(['node', '-e'])
  expect(() => new Script(script)).not.toThrow()
  expect(script).toContain('/healthz')
})

function all(name: string): string[] {
  return instructions.filter((instruction) => instruction.name === name).map(({ rest }) => rest)
}
