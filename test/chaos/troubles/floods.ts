import { openSilentSockets } from '../../silent-sockets.ts'
import { tellEnds } from '../ends-tale.ts'
import { createPeople, type People } from '../people.ts'
import { openSqliteStage, type SqliteStage } from '../sqlite-stage.ts'
import type { Trouble } from '../trouble.ts'

const sockets = 600
/** Commands in a round, each over a connection of its own. */
const commands = 16

/** Strangers open more connections than Ferry takes, send nothing, and come back at once when one is closed. */
export const silentSockets: Trouble = {
  name: 'silent-sockets',
  title: `HTTP mode, ${sockets} silent sockets beside commands`,
  rounds: 4,
  async run(story) {
    const stage = await openSqliteStage(story, { migrations: story.rounds * 6, isOverHttp: true })
    await stage.crew.areReady()
    const people = await openPeople(stage)
    const wrong: string[] = []
    let closed = 0
    const outcome = await tellEnds({
      ...stage,
      async hit() {
        const strangers = openSilentSockets({ port: Number(new URL(urlOf(stage)).port), count: sockets })
        story.atEnd(async () => strangers.stop())
        await story.until('strangers beyond the limit', () => strangers.closed() > sockets)
        for (let sent = 0; sent < commands; sent += 1) {
          await people.type()
          wrong.push(...(await wrongHealth(urlOf(stage))))
        }
        strangers.stop()
        closed += strangers.closed()
        return 'flood'
      },
      async atEnd() {
        if (closed < sockets * story.rounds) wrong.push('the strangers were hardly noticed')
        await story.comesTrue('every answer', () => people.silent([]).length === 0)
      },
    })
    return {
      ...outcome,
      done: `${outcome.done}, ${people.sent()} commands`,
      lost: [...outcome.lost, ...people.refused.map((why) => `the acknowledgement of a command: ${why}`)],
      complaints: [...outcome.complaints, ...wrong, ...people.silent([]).map((id) => `no answer about ${id}`)],
    }
  },
}

async function openPeople(stage: SqliteStage): Promise<People> {
  const { world, story } = stage
  const [cloud] = world.clouds
  if (cloud === undefined) throw new Error('There is no cloud')
  const { signingSecret } = world.slack.app
  const people = await createPeople(urlOf(stage), {
    signingSecret,
    addTask: () => cloud.plant('asked-about'),
    isEachOnItsOwn: true,
  })
  story.atEnd(people.stop)
  return people
}

function urlOf({ crew }: SqliteStage): string {
  return crew.at(0).url() ?? ''
}

/** Which of the pages that a supervisor probes do not say that Ferry is well. */
async function wrongHealth(url: string): Promise<string[]> {
  const statuses = await Promise.all(
    ['/healthz', '/readyz'].map(async (path) => ({
      path,
      status: await fetch(`${url}${path}`, { headers: { connection: 'close' } }).then(
        (answer) => answer.text().then(() => String(answer.status)),
        (error: unknown) => String(error),
      ),
    })),
  )
  return statuses.flatMap(({ path, status }) => (status === '200' ? [] : [`${path} answered ${status}`]))
}
