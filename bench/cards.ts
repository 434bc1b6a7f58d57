import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../playground/cloud/random.ts'
import type { LocalSlack } from '../playground/slack/server.ts'
import type { Watch } from '../src/store/store.ts'
import { type BareEdits, startBareEdits } from './bare-edits.ts'
import { quantile, timed } from './figures.ts'
import type { Fleet } from './fleet.ts'
import { contentOf, listenTo } from './heard.ts'
import { countRefused } from './refused.ts'
import type { Bench, Measurement, Row } from './row.ts'
import { openLimitedSlack, openSpeaking, type Speaking } from './speaking.ts'

/**
 * Time until a change of state is on its card while the figures of all other cards move, from the beginning of the round
 * that reads it. Compared with a plain loop that knows of each change at once, and edits under the same limits.
 */
export const cards: Row = {
  name: 'cards',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.fresh(isQuick ? 1 : 10)
    const speaking = await openSpeaking(fleet)
    const bareSlack = await openLimitedSlack(fleet)
    const bare = startBareEdits(bareSlack, fleet.watches)
    const refused = countRefused(speaking.slack)
    try {
      const samples = await sampled({ fleet, speaking, bare }, isQuick ? 6 : 200)
      const what = `one state change at a time is on its card, ${fleet.watches.length - 1} other cards moving (${samples.length} samples)`
      return [{ what: `${what}, p95, against a plain loop`, ...judged(samples) }, refused.judged(what)]
    } finally {
      refused.stop()
      await bare.stop()
      await bareSlack.stop()
      await speaking.stop()
    }
  },
}

type World = { fleet: Fleet; speaking: Speaking; bare: BareEdits }
type Sample = { oursMs: number; theirsMs: number }

/** Pauses one migration after the other and has it run again. One change is shown before the next is made. */
async function sampled({ fleet, speaking, bare }: World, count: number): Promise<Sample[]> {
  const random = createRandom()
  const samples: Sample[] = []
  for (let change = 0; change < count; change += 1) {
    const watch = fleet.watches[(Math.floor(change / 2) * stride) % fleet.watches.length]
    if (watch === undefined) throw new Error('Nothing is watched')
    // So that changes come at any time between two edits.
    await sleep(random() * mostPauseMs)
    const { control, slack } = speaking
    const isPaused = change % 2 === 0
    await control.jump(60_000)
    await (isPaused ? control.pause(watch.migrationId) : control.resume(watch.migrationId))
    const isShown = shown(slack, watch, isPaused)
    const both = [timed(() => isShown), timed(() => bare.change(watch)), speaking.round()] as const
    const [oursMs, theirsMs] = await Promise.all(both)
    samples.push({ oursMs, theirsMs })
  }
  return samples
}

/** No two changes in a row concern neighbours. */
const stride = 37
const mostPauseMs = 1200
const patienceMs = 120_000

/** Resolves when Slack has accepted an edit in which the migration is paused, or is not any more. */
function shown(slack: LocalSlack, { channel, migrationId }: Watch, isPaused: boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error(`The state of ${migrationId} is not on its card`)), patienceMs)
  const stop = listenTo(slack, (call) => {
    const content = contentOf(call)
    const isOfIt = call.ok && call.method === 'chat.update' && call.args.channel === channel
    if (isOfIt && content.includes(migrationId) && /\bpaused\b/i.test(content) === isPaused) resolve()
  })
  return promise.finally(() => {
    clearTimeout(timer)
    stop()
  })
}

function judged(samples: readonly Sample[]): Omit<Measurement, 'what'> {
  const [ours, theirs] = [samples.map(({ oursMs }) => oursMs), samples.map(({ theirsMs }) => theirsMs)]
  const both = (share: number) => `${seconds(quantile(ours, share))} : ${seconds(quantile(theirs, share))}`
  return {
    measured: `${both(0.95)} (p50 ${both(0.5)}, longest ${both(1)})`,
    bar: '≤ 5 s',
    isMet: quantile(ours, 0.95) <= 5000,
  }
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)} s`
}
