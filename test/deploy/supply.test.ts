import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const manifest = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))
const locked = z
  .object({
    packages: z.record(
      z.string(),
      z.looseObject({
        version: z.string().optional(),
        license: z.string().optional(),
        dev: z.boolean().optional(),
        integrity: z.string().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
const packages = Object.entries(locked.packages).filter(([path]) => path !== '')

test('every package that runs in production has a licence that asks for no more than to be named', () => {
  const free = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0']
  const production = packages.filter(([, { dev }]) => dev !== true)
  expect(production.length).toBeGreaterThan(Object.keys(manifest.dependencies).length)
  expect(production.filter(([, { license }]) => !free.includes(license ?? 'none')).map(([path]) => path)).toEqual([])
})

test('the bill of materials names every package that runs in production, and no other', () => {
  const printed = execFileSync('npm', ['run', '--silent', 'sbom'], { encoding: 'utf8' })
  const bill = z
    .object({
      metadata: z.object({ component: z.object({ name: z.string() }) }),
      components: z.array(z.object({ purl: z.string() })),
    })
    .parse(JSON.parse(printed))
  expect(bill.metadata.component.name).toBe('ferry')
  const production = packages.filter(([, { dev }]) => dev !== true)
  const urls = production.map(([path, { version }]) => {
    const name = path.split('node_modules/').at(-1) ?? ''
    return `pkg:npm/${name.replace('@', '%40')}@${version}`
  })
  expect(bill.components.map(({ purl }) => purl).toSorted()).toEqual([...new Set(urls)].toSorted())
})

test('what is installed is what was locked', () => {
  expect(packages.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([])
})

test('rolldown is the one that vitest brings', () => {
  expect(packages.filter(([path]) => path.endsWith('/rolldown')).map(([path]) => path)).toEqual([
    'node_modules/rolldown',
  ])
})

const job = z.looseObject({
  permissions: z.record(z.string(), z.string()).optional(),
  'timeout-minutes': z.number(),
  steps: z.array(z.looseObject({ uses: z.string().optional(), run: z.string().optional() })),
})
const workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
})
const workflows = readdirSync('.github/workflows').map((name) => {
  const text = readFileSync(`.github/workflows/${name}`, 'utf8')
  const { permissions, jobs } = workflow.parse(parse(text))
  return {
    name,
    text,
    permissions,
    jobs: Object.values(jobs),
    steps: Object.values(jobs).flatMap(({ steps }) => steps),
  }
})

test('the workflows may only read, except the release, which says what it writes', () => {
  const rights = workflows.map(({ name, permissions, jobs }) => [
    name,
    permissions,
    ...jobs.flatMap((one) => (one.permissions === undefined ? [] : [one.permissions])),
  ])
  expect(rights).toEqual([
    ['ci.yml', { contents: 'read' }],
    ['release.yml', {}, { contents: 'write', packages: 'write', 'id-token': 'write', attestations: 'write' }],
  ])
})

test('the workflows use only actions of GitHub and Docker, run what exists, and check what is installed', () => {
  const uses = workflows.flatMap(({ steps }) => steps.flatMap(({ uses: action }) => action ?? []))
  expect(uses.filter((action) => !/^(actions|docker)\//.test(action))).toEqual([])
  for (const { name, text } of workflows) {
    const scripts = [...text.matchAll(/npm run (?:--silent )?(\w+)/g)].map(([, script = '']) => script)
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([])
    const paths = text.match(/\b(?:deploy\/[\w./-]+|\.ci\/run)/g) ?? []
    expect(
      paths.filter((path) => !existsSync(path)),
      name,
    ).toEqual([])
    expect(text).toContain('npm audit --omit=dev --audit-level=moderate')
    expect(text).toContain('npm audit signatures')
    expect(text).toContain('bash .ci/run')
  }
})

test('a release has the provenance and the bill of materials of its image, which knows its version', () => {
  const build = workflows.flatMap(({ steps }) => steps).find(({ uses }) => uses?.startsWith('docker/build-push-action'))
  expect(build).toMatchObject({ with: { push: true, provenance: 'mode=max', sbom: true } })
  const given = z.object({ with: z.object({ 'build-args': z.string() }) }).parse(build).with['build-args']
  const taken = /^ARG (.+)$/m.exec(readFileSync('Dockerfile', 'utf8'))?.[1]?.match(/\w+(?==)/g)
  expect(given.match(/^\w+(?==)/gm)).toEqual(taken)
})

test('Renovate offers no version that Ferry cannot use, and pins images and actions', () => {
  const renovate = z
    .looseObject({
      extends: z.array(z.string()),
      packageRules: z.array(z.looseObject({ description: z.string(), matchPackageNames: z.array(z.string()) })),
    })
    .parse(JSON.parse(readFileSync('renovate.json', 'utf8')))
  expect(renovate.extends).toEqual(expect.arrayContaining(['docker:pinDigests', 'helpers:pinGitHubActionDigests']))
  const named = renovate.packageRules.flatMap(({ matchPackageNames }) => matchPackageNames)
  const known = { ...manifest.dependencies, ...manifest.devDependencies }
  expect(named.filter((name) => !(name in known))).toEqual([])
})
