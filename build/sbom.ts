import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../src/launch/bundle.js'

const manifest = z.looseObject({ name: z.string() }).parse(read('package.json'))
const lock = z
  .looseObject({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })) })
  .parse(read('package-lock.json'))
const inProduction = Object.entries(lock.packages).filter(([, { dev }]) => dev !== true)
const packages = Object.fromEntries(inProduction.map(([path, one]) => [path, path === '' ? withoutTools(one) : one]))

/**
 * `npm run sbom`: prints a bill of materials, in CycloneDX, of all packages that run in production. `npm sbom --omit dev`
 * leaves out each package that a tool of the development needs too, such as zod. So npm is asked about a project without
 * such tools.
 */
const parent = mkdtempSync(join(tmpdir(), 'ferry-sbom-'))
try {
  // npm names the project as its folder.
  const folder = join(parent, manifest.name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify(withoutTools(manifest)))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages }))
  const asked = ['sbom', '--prefix', folder, '--package-lock-only', '--sbom-format', 'cyclonedx']
  execFileSync('npm', asked, { cwd: folder, stdio: 'inherit' })
} finally {
  rmSync(parent, { recursive: true })
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, root), 'utf8'))
}

function withoutTools({ devDependencies: _, ...others }: Record<string, unknown>): object {
  return others
}
