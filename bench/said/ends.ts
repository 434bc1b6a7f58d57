import { seconds, times } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { tasksPerAccount } from '../world/accounts.ts'
import type { Fleet } from '../world/fleet.ts'
import { type Heard, hearNames } from './heard.ts'
import { shortestMs } from './post-limits.ts'
import { countRefused } from './refused.ts'
import { openSpeaking, type Speaking } from './speaking.ts'

/**
 * Time until the last end is told when everything ends at once and no two ends in a channel have one cause, against the
 * time that Slack's limits allow for what was sent, which is at most one post an end. That time is computed, so one run
 * is enough.
 */
export const ends: Row = {
  name: 'ends',
  isWaiting: true,
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.fresh(isQuick ? 3 : causes.length)
    const speaking = await openSpeaking(fleet)
    await endAll(fleet, speaking)
    const heard = hearNames(speaking.slack, fleet.watches)
    const refused = countRefused([speaking.slack])
    try {
      const startedAt = performance.now()
      await speaking.round()
      await heard.allWithin(patience * shortestMs(fleet.watches.map(({ channel }) => channel)))
      const what = `${fleet.watches.length} ends, ungrouped, ${tasksPerAccount} channels`
      return [
        { what: `${what} / the time that Slack's limits allow for what was sent`, ...judged(fleet, heard, startedAt) },
        refused.judged(what),
      ]
    } finally {
      heard.stop()
      refused.stop()
      await speaking.stop()
    }
  },
}

/** Ends that are told later than this many times the shortest possible time are not waited for. */
const patience = 3

/** Why the migrations of each account fail. */
const causes = [
  ...['TRF.0003', 'TRF.0013', 'TRF.0020', 'TRF.0025', 'TRF.0055'],
  ...['TRF.0056', 'TRF.0057', 'TRF.0151', 'TRF.0155', 'TRF.0160'],
]

async function endAll({ watches }: Fleet, { control }: Speaking): Promise<void> {
  for (const [index, { migrationId }] of watches.entries()) {
    await control.fail(migrationId, causes[Math.floor(index / tasksPerAccount)] ?? '')
  }
}

function judged({ watches }: Fleet, { toldAt, posts }: Heard, startedAt: number): Omit<Measurement, 'what'> {
  const tookMs = Math.max(...toldAt.values()) - startedAt
  const limitMs = shortestMs(posts)
  const span = `${seconds(tookMs)} : ${seconds(limitMs)}`
  return {
    measured: `${times(tookMs / limitMs)} (${span}), ${toldAt.size} told in ${posts.length} posts`,
    bar: '≤ 1.1 ×, all told, a post an end at most',
    isMet: tookMs <= 1.1 * limitMs && toldAt.size === watches.length && posts.length <= watches.length,
  }
}
