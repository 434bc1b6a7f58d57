import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A small project that starts as Ferry does: with Ferry's own launcher and bundler, and a program of its own. */
export function createProject(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-launch-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const path of ['src/start.js', 'src/launch', 'build', 'tsconfig.json', 'package.json']) {
    cpSync(path, join(folder, path), { recursive: true })
  }
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  return {
    folder,
    write,
    remove(...paths: string[]) {
      for (const path of paths) rmSync(join(folder, path), { recursive: true })
    },
    /** Gives it the packages of this project. */
    install: () => symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules')),
    run(path: string, ...words: string[]) {
      const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, path), ...words], {
        cwd: folder,
        env: {},
        encoding: 'utf8',
      })
      return { stdout, stderr, status }
    },
  }
}
