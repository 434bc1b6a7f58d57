import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { systemClock } from '../../async/clock.ts'
import { type Config, readConfig } from '../../config/config.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import { createLog } from '../../operate/log.ts'
import { startReport } from '../../operate/start-report.ts'
import { backUp, copy, type Keeping, type Kept, restore } from '../../store/keep/keep.ts'
import { withEnvFile } from '../env-file.ts'
import type { TerminalCommand, TerminalParts } from '../terminal.ts'

export const backupCommand: TerminalCommand = {
  name: 'backup',
  usage: 'backup FILE',
  about: 'save everything that is stored into a new file, also while Ferry runs',
  run: (parts) =>
    tell(parts, 1, async ({ storeUrl }, [file = '']) => {
      const entries = await written(file, () => backUp(storeUrl, file, { ferry: version(), at: systemClock.now() }))
      return `Saved ${entries} records of ${shown(storeUrl)} in ${resolve(file)}.
What is secret in it stays sealed: keep the file apart from ENCRYPTION_KEYS, and keep both.`
    }),
}

export const restoreCommand: TerminalCommand = {
  name: 'restore',
  usage: 'restore FILE [--replace]',
  about: 'put a backup into the store, while no Ferry runs',
  run: (parts) =>
    tell(parts, 1, async (config, [file = '']) => {
      const kept = await restore(file, config.storeUrl, keepingOf(config, parts))
      return `Restored ${kept.entries} records into ${shown(config.storeUrl)}.\n${auditsOf(kept)}`
    }),
}

export const copyCommand: TerminalCommand = {
  name: 'copy',
  usage: 'copy FROM TO [--replace]',
  about: 'copy a store into another one, such as SQLite into Redis, while no Ferry runs',
  run: (parts) =>
    tell(parts, 2, async (config, [from = '', to = '']) => {
      const kept = await copy(from, to, keepingOf(config, parts))
      return `Copied ${kept.entries} records from ${shown(from)} to ${shown(to)}.\n${auditsOf(kept)}
Set STORE_URL to the new store, and start no Ferry with the old one: it would not know what the other has told.`
    }),
}

type Job = (config: Config, words: readonly string[]) => Promise<string>

/** Runs a command with so many arguments, and says how it ended. */
async function tell(parts: TerminalParts, count: number, job: Job): Promise<number> {
  const { words, environment, file, prompt } = parts
  const named = words.filter((word) => word !== replace)
  if (named.length !== count || named.some((word) => word.startsWith('-'))) {
    prompt.say(`It takes ${count === 1 ? 'one file' : 'two stores, as in STORE_URL'}, and --replace at most.`)
    return 1
  }
  try {
    prompt.say(await job(readConfig(withEnvFile(environment, file)), named))
    return 0
  } catch (error) {
    prompt.say(startReport(error).replace(/^Ferry cannot start\./, 'That did not work.'))
    return 1
  }
}

const replace = '--replace'

function keepingOf({ encryptionKeys, lostKeys }: Config, { words }: TerminalParts): Keeping {
  const log = createLog({ level: 'silent' })
  return { encryptionKeys, lostKeys, clock: systemClock, log, mayReplace: words.includes(replace) }
}

/** Runs what writes a file. A file that is there already, or can't be written, is no defect of Ferry's. */
async function written(file: string, run: () => Promise<number>): Promise<number> {
  try {
    return await run()
  } catch (error) {
    if (isAppError(error) || !(error instanceof Error && 'code' in error)) throw error
    const problem = error.code === 'EEXIST' ? 'it is already there' : `it cannot be written (${error.code})`
    throw new AppError('backup_unreadable', { file, problem }, { cause: error })
  }
}

/** One line for each kept audit, with the values to compare it by later. */
function auditsOf({ audits }: Kept): string {
  if (audits.length === 0) return 'No workspace is in it.'
  const lines = audits.map(
    ({ workspace, end }) => `  ${workspace}: /migrate audit verify ${end.seq} ${end.hash.slice(0, 16)}`,
  )
  return `The audit of each workspace has an entry about it. Once Ferry runs, check there:\n${lines.join('\n')}`
}

function shown(url: string): string {
  return url.replace(/\/\/.*@/, '//[redacted]@')
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version
}
