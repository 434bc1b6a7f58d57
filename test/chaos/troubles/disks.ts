import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, open, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { endSome, type Stage, tellEnds } from '../ends-tale.ts'
import { openSqliteStage } from '../sqlite-stage.ts'
import type { Story } from '../story.ts'
import type { Outcome, Trouble } from '../trouble.ts'

const run = promisify(execFile)

/**
 * A small disk of its own is filled to the last byte, and emptied again. Without the right to mount one, the process may
 * write no file beyond a few bytes, which its writes meet with another error.
 */
export const fullDisks: Trouble = {
  name: 'disk-full',
  title: 'SQLite, disk full for 3–8 s',
  rounds: 5,
  async run(story) {
    const directory = await mountSmallDisk(story)
    const stage = await openSqliteStage(story, { migrations: story.rounds * 6, ...(directory && { directory }) })
    const outcome = await tellEnds({
      ...stage,
      async hit(round) {
        const { pid } = stage.crew.at(0)
        const empty = directory === undefined ? await limitFiles(pid) : await fill(join(directory, 'ballast'))
        endSome(stage, round)
        await story.pause(story.between(3000, 8000))
        await empty()
        return directory === undefined ? 'no file may grow' : 'disk filled'
      },
    })
    return feltBy(stage, outcome, directory === undefined ? 'the disk reports an error' : 'the disk is full')
  },
}

/** Ferry waits five seconds for a lock, and then fails. */
export const lockedFiles: Trouble = {
  name: 'locked',
  title: 'SQLite file locked for 6–9 s, again and again',
  rounds: 6,
  async run(story) {
    const stage = await openSqliteStage(story, { migrations: story.rounds * 6 })
    const other = new DatabaseSync(stage.path, { timeout: 2000 })
    story.atEnd(async () => other.close())
    const outcome = await tellEnds({
      ...stage,
      async hit(round) {
        other.exec('BEGIN IMMEDIATE')
        endSome(stage, round)
        await story.pause(story.between(6000, 9000))
        other.exec('ROLLBACK')
        return 'lock'
      },
    })
    return feltBy(stage, outcome, 'its file is locked by another program')
  },
}

/** Complains if the process did not log this reason: then the trouble has passed it by. */
function feltBy({ crew }: Pick<Stage, 'crew'>, outcome: Outcome, reason: string): Outcome {
  if (crew.printed().includes(reason)) return outcome
  return { ...outcome, complaints: [...outcome.complaints, `no write failed because ${reason}`] }
}

const diskSize = '4m'

/** An empty disk of a few megabytes. Undefined if this user may not mount one. */
async function mountSmallDisk(story: Story): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'ferry-chaos-disk-'))
  story.atEnd(() => rm(directory, { recursive: true, force: true }))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'tmpfs', directory])
  if (mounted.status !== 0) return undefined
  story.atEnd(() => run('umount', ['--lazy', directory]))
  return directory
}

/** Fills the disk with a file. Resolves to what empties it again. */
async function fill(path: string): Promise<() => Promise<void>> {
  const file = await open(path, 'w')
  for (const size of [65_536, 1]) {
    const bytes = Buffer.alloc(size)
    await writeUntilFull(() => file.write(bytes))
  }
  await file.close()
  return () => unlink(path)
}

async function writeUntilFull(write: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await write()
    } catch {
      return
    }
  }
}

async function limitFiles(pid: number | undefined): Promise<() => Promise<void>> {
  const limit = (bytes: string) => run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`])
  await limit('4096')
  return async () => void (await limit('unlimited'))
}
