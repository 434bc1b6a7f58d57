import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { readArguments } from '../../src/terminal/index.ts'
import type { Environment } from '../flows/launch.ts'

const program = new URL('../../src/start.js', import.meta.url).pathname

/** An empty folder, in which a command of the terminal runs. It is removed when the test ends. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-terminal-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

type Given = { folder: string; environment?: Environment; answers?: readonly string[] }
type Ran = { code: number | null; stdout: string; stderr: string }

/** Runs a command as `npm run …` does: in its own process, with only this environment. `answers` are typed lines. */
export async function runCommand(
  words: readonly string[],
  { folder, environment = {}, answers = [] }: Given,
): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, env: environment })
  onTestFinished(() => void child.kill('SIGKILL'))
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += chunk))
  child.stderr.on('data', (chunk) => (output.stderr += chunk))
  child.stdin.on('error', () => undefined)
  child.stdin.end(linesOf(answers))
  await once(child, 'close')
  return { ...output, code: child.exitCode }
}

/** Runs a command in the process of the test, for tests in which a process of its own makes no difference. */
export async function runInside(
  words: readonly string[],
  { folder, environment = {}, answers = [] }: Given,
): Promise<Ran> {
  const output = { stdout: '', stderr: '' }
  const into = (name: keyof typeof output) =>
    new Writable({
      write(chunk, _, done) {
        output[name] += chunk
        done()
      },
    })
  const terminal = { stdin: Readable.from([linesOf(answers)]), stdout: into('stdout'), stderr: into('stderr') }
  const before = process.cwd()
  process.chdir(folder)
  try {
    const asked = readArguments(words, environment, terminal)
    if (asked.type === 'start') throw new Error('Without a command, Ferry starts')
    return { code: await asked.run(), ...output }
  } finally {
    process.chdir(before)
  }
}

function linesOf(answers: readonly string[]): string {
  return answers.map((line) => `${line}\n`).join('')
}
