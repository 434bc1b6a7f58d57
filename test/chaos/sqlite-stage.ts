import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { startCrew } from './crew.ts'
import type { Stage } from './ends-tale.ts'
import { createEndsWorld, type EndsWorld } from './ends-world.ts'
import type { FerryProcess } from './ferry-process.ts'
import type { Story } from './story.ts'

export type SqliteStage = Stage & {
  /** Path of the database. */
  path: string
  /** Times at which a process was ready that did not hold the lock file, or beside another one. */
  byFormerLeader(): Promise<readonly string[]>
}

export type SqliteStageOptions = {
  migrations: number
  /** An existing folder for the database. By default one on the disk. */
  directory?: string
  /** Settings for a workspace that installed Ferry by OAuth, instead of those with fixed tokens. */
  oauth?: Record<string, string>
  /** Whether Slack sends over HTTP. By default over Socket Mode. */
  isOverHttp?: boolean
}

/** One process with a SQLite file. */
export async function openSqliteStage(story: Story, options: SqliteStageOptions): Promise<SqliteStage> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'ferry-chaos-')))
  if (options.directory === undefined) story.atEnd(() => rm(directory, { recursive: true, force: true }))
  const path = join(directory, 'ferry.db')
  const { migrations, oauth, isOverHttp = false } = options
  const world = await createEndsWorld({ storeUrl: `sqlite:${path}`, migrations, isByOAuth: oauth !== undefined })
  story.atEnd(world.stop)
  const ready: FerryProcess[] = []
  const strangers: string[] = []
  const crew = startCrew(story, {
    size: 1,
    environmentOf: () => environmentOf(world, { oauth, isOverHttp }),
    aheadMs: world.aheadMs,
    onReady(ferry) {
      const others = ready.filter((one) => one.isAlive())
      if (others.length > 0) strangers.push(`process ${ferry.pid} is ready beside ${others.map(({ pid }) => pid)}`)
      const holder = holderOf(`${path}-lock`)
      if (!holder.includes(`process ${ferry.pid} `))
        strangers.push(`process ${ferry.pid} is ready, but ${holder} holds the lock`)
      ready.push(ferry)
    },
  })
  return { story, world, crew, path, byFormerLeader: async () => strangers }
}

function environmentOf(
  { environment }: EndsWorld,
  { oauth, isOverHttp }: { oauth: Record<string, string> | undefined; isOverHttp: boolean },
): Record<string, string> {
  const { SLACK_APP_TOKEN: _, ...overHttp } = environment
  const { SLACK_BOT_TOKEN: __, ...withoutTokens } = overHttp
  if (oauth !== undefined) return { ...withoutTokens, ...oauth }
  return isOverHttp ? overHttp : environment
}

/** Who holds the lock file, by its own word. */
function holderOf(path: string): string {
  const lock = new DatabaseSync(path, { readOnly: true })
  try {
    return String(lock.prepare('SELECT name FROM holder').get()?.name)
  } finally {
    lock.close()
  }
}
