import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createProject } from './project.ts'

const main = 'process.stdout.write(process.argv.slice(2).join())\nexport const run = async () => {}\n'
const old = { 'src/main.ts': main, 'package.json': '{ "type": "module", "engines": { "node": ">=999" } }' }
const scripts = ['playground', 'start', 'build', 'test', 'chaos', 'bench']

test('every npm script that needs this Node asks for it first', async () => {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } })
  const asking = Object.entries(manifest.scripts).filter(([, line]) =>
    /^node src\/(start|launch\/run)\.js\b/.test(line),
  )
  expect(asking.map(([name]) => name)).toEqual(expect.arrayContaining(scripts))
  const files = asking.flatMap(([, line]) => line.split(' ').slice(1, 3)).filter((word) => /\.[jt]s$/.test(word))
  expect(files.filter((path) => !existsSync(path))).toEqual([])
})

test('a Node that is too old is one line that says which one is missing', () => {
  const { run } = createProject(old)
  for (const program of ['src/start.js', 'src/launch/run.js']) {
    const { stdout, stderr, status } = run(program, 'src/main.ts')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^Ferry needs Node 999 or later, and this is Node \S+\. Install it from \S+, or .+\n$/)
  }
})

test('if npm was not allowed to run the script that brings Node, the line says how to allow it', () => {
  const { run } = createProject({ ...old, 'node_modules/node/package.json': '{}' })
  const { stderr, status } = run('src/launch/run.js', 'src/main.ts')
  expect(status).toBe(1)
  expect(stderr).toMatch(/^Ferry needs Node 999 .+: run `npm rebuild node --ignore-scripts=false`, or install .+\n$/)
})

test('a file that is run sees its own arguments', () => {
  const { run } = createProject({ 'src/main.ts': main })
  expect(run('src/launch/run.js', 'src/main.ts', 'one', '--two')).toMatchObject({ stdout: 'one,--two', stderr: '' })
})
