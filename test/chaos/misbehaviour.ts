import type { FaultRequest } from '../../playground/slack/protocol.ts'
import type { Readings } from '../../playground/slack/settings.ts'
import { tellEnds } from './ends-tale.ts'
import type { EndsWorld } from './ends-world.ts'
import { openSqliteStage } from './sqlite-stage.ts'
import type { Story } from './story.ts'
import type { Outcome } from './trouble.ts'

/** Slack's treatment of one call. */
export type Fault = FaultRequest['fault']

/**
 * Draws what Slack does with the next posts, the next edits and, if there are any, the next look-ups of a lost post.
 */
export type Misbehaviour = { post(): Fault; edit(): Fault; lookUp(): Fault }

/** Cards are posted and ends are told while Slack misbehaves. A round has passed when it did so in posts and edits. */
export async function tellEndsDespite(
  story: Story,
  { post, edit, lookUp }: Misbehaviour,
  { readings = {}, atEnd }: { readings?: Partial<Readings>; atEnd?(world: EndsWorld): Promise<unknown> } = {},
): Promise<Outcome> {
  const stage = await openSqliteStage(story, { migrations: story.rounds * 6 })
  const { world } = stage
  const slack = world.slack.world
  Object.assign(slack.seed.readings, readings)
  let drawn: string[] = []
  const spoil = (methods: readonly string[], count: number, draw: () => Fault) => {
    for (let index = 0; index < count; index += 1) {
      const fault = draw()
      if (!methods.some(isLookUp)) drawn.push(wordFor(fault))
      for (const method of methods) world.spoil(method, fault)
    }
  }
  const prepare = async (round: number) => {
    spoil(['chat.postMessage'], round < 0 ? 2 : story.between(2, 5), post)
    spoil(['chat.update'], story.between(1, 3), edit)
    slack.faults = slack.faults.filter(({ method }) => !isLookUp(method))
    spoil(lookUps, story.between(0, 2), lookUp)
  }
  // Cards are posted meanwhile, too.
  await prepare(-1)
  return tellEnds({
    ...stage,
    prepare,
    ...(atEnd && { atEnd: async () => void (await atEnd(world)) }),
    async hit() {
      await story.until('Slack to misbehave', () => slack.faults.every(({ method }) => isLookUp(method)))
      const done = drawn
      drawn = []
      return done
    },
  })
}

const lookUps = ['conversations.history', 'conversations.replies']

function isLookUp(method: string): boolean {
  return lookUps.includes(method)
}

function wordFor(fault: Fault): string {
  if (fault.kind === 'rate_limited') return '429'
  if (fault.kind === 'status') return `HTTP ${fault.status}`
  return fault.kind === 'error' ? fault.error : fault.kind.replace('_', ' ')
}
