import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Environment } from '../flows/launch.ts'

const program = new URL('../../src/start.js', import.meta.url).pathname

/** An empty folder, in which a command of the terminal runs. It is removed when the test ends. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-terminal-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Runs a command as `npm run …` does: in its own process, with only this environment. `answers` are typed lines. */
export async function runCommand(
  words: readonly string[],
  {
    folder,
    environment = {},
    answers = [],
  }: { folder: string; environment?: Environment; answers?: readonly string[] },
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, env: environment })
  onTestFinished(() => void child.kill('SIGKILL'))
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += chunk))
  child.stderr.on('data', (chunk) => (output.stderr += chunk))
  child.stdin.on('error', () => undefined)
  child.stdin.end(answers.map((line) => `${line}\n`).join(''))
  await once(child, 'close')
  return { ...output, code: child.exitCode }
}
