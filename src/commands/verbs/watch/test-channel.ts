import { AppError } from '../../../errors/errors.ts'
import { outcomeOf, type Trial, type TrialOutcome } from '../../../fleet/trials.ts'
import { trialAnswer } from '../../../views/notice/trial.ts'
import { placeWords } from '../../../views/words/calm.ts'
import { heldBackNow } from '../../../views/words/held-back.ts'
import type { Command, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { patienceOf } from '../calm/whose.ts'
import { channelOf } from './channel.ts'
import { damageIn } from './damage.ts'

export const testChannel: Command = {
  verb: 'test',
  aliases: ['ping'],
  needs: 'viewer',
  takes: { most: 0, channel: true },
  usage: 'test [#channel]',
  summary: 'Send a test message to a channel, and learn what Slack answers',
  examples: ['test', 'test #data-moves'],
  notes: ['It takes the same way as every announcement: written down first, then sent within Slack’s limits.'],
  async run(invocation, tools) {
    const { origin } = invocation
    const channel = channelOf(invocation, testChannel)
    if ((await damageIn(channel, tools.store)) !== undefined) {
      const problem = `Ferry’s record of <#${channel}> is damaged, so nothing is posted there. An admin can type /migrate repair there.`
      throw new AppError('usage', { problem, usage: testChannel.usage })
    }
    const trial = { channel, at: tools.clock.now() }
    const run = async () => tools.tryOut({ ...trial, by: origin.user })
    await enact({ origin, needs: 'viewer', verb: 'test', detail: `in ${channel}`, run }, tools)
    const outcome = await waitFor(trial, tools)
    const tookMs = tools.clock.now() - trial.at
    const held = heldBackNow(await patienceOf(channel, tools.store), tools.clock.now())
    const heldBack = held && `${held}: announcements ${placeWords({ of: channel, isOwn: false })} wait until then.`
    const message = trialAnswer({ channel, outcome, tookMs, ...(heldBack !== undefined && { heldBack }) })
    return { type: 'message', message }
  },
}

/** How often, and how many times, Ferry looks whether Slack has answered. Together they are as long as people wait. */
const everyMs = 250
const mostLooks = 60

async function waitFor(trial: Trial, { store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<TrialOutcome> {
  let outcome: TrialOutcome = { type: 'waiting' }
  for (let look = 0; look < mostLooks && outcome.type === 'waiting'; look += 1) {
    await clock.sleep(everyMs)
    outcome = outcomeOf(trial, await store.channels.get(trial.channel))
  }
  return outcome
}
