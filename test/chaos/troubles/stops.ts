import { startBalancer } from '../balancer.ts'
import type { Crew } from '../crew.ts'
import { tellEnds } from '../ends-tale.ts'
import { createPeople, type People } from '../people.ts'
import { openRedisStage, type RedisStage } from '../redis-stage.ts'
import type { Story } from '../story.ts'
import type { Trouble } from '../trouble.ts'

/** Commands a second while replicas are replaced. */
const rate = 10

/** One replica after the other is replaced behind a balancer, as at a deployment, while people type commands. */
export const stops: Trouble = {
  name: 'sigterm',
  title: 'Redis, 3 replicas, SIGTERM under load',
  rounds: 6,
  needs: 'redis-server',
  async run(story) {
    const stage = await openRedisStage(story, { migrations: story.rounds * 6, environment: { SHUTDOWN_GRACE: '3' } })
    const { crew } = stage
    const balancer = await startBalancer()
    story.atEnd(balancer.stop)
    const people = await openPeople(story, stage, balancer.url)
    const codes: (number | null)[] = []
    const gather = async () => {
      await crew.areReady()
      await balancer.setReplicas(urlsOf(crew))
    }
    await gather()
    const typing = keepTyping(story, people)
    const outcome = await tellEnds({
      ...stage,
      async hit(round) {
        const index = round % crew.size
        codes.push(await crew.at(index).stop())
        crew.start(index)
        await gather()
        return 'replaced'
      },
      atEnd: typing.stop,
    })
    const unanswered = people.silent(postedIn(stage)).map((id) => `no answer about ${id}`)
    const badCodes = codes.filter((code) => code !== 0).map((code) => `a replica ended with ${code}`)
    return {
      ...outcome,
      done: `${outcome.done}, ${people.sent()} commands`,
      complaints: [...outcome.complaints, ...people.refused, ...unanswered, ...badCodes, ...balancer.failures()],
    }
  },
}

function urlsOf(crew: Crew): string[] {
  return crew.all().flatMap(({ url }) => url() ?? [])
}

async function openPeople(story: Story, { world }: RedisStage, url: string): Promise<People> {
  const [cloud] = world.clouds
  if (cloud === undefined) throw new Error('There is no cloud')
  const { signingSecret } = world.slack.app
  const people = await createPeople(url, { signingSecret, addTask: () => cloud.plant('asked-about') })
  story.atEnd(people.stop)
  return people
}

/** Ferry's posts to people without a response_url, which it makes if that accepts nothing more. */
function postedIn({ world }: RedisStage): string[] {
  return world.slack.world.calls.flatMap(({ method, args }) =>
    method === 'chat.postEphemeral' ? [JSON.stringify(args)] : [],
  )
}

/** Types at an even pace, however long the answers take. `stop` waits until everything is acknowledged. */
function keepTyping(story: Story, people: People): { stop(): Promise<void> } {
  let isOver = false
  const sent: Promise<unknown>[] = []
  const typist = (async () => {
    while (!isOver) {
      sent.push(people.type())
      await story.pause(1000 / rate)
    }
  })()
  return {
    async stop() {
      isOver = true
      await typist
      await Promise.all(sent)
    },
  }
}
