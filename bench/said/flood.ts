import type { LocalSlack } from '../../playground/slack/server.ts'
import { seconds } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { channelId, type Fleet } from '../world/fleet.ts'
import { type Heard, hearNames } from './heard.ts'
import { countRefused } from './refused.ts'
import { openSpeaking, type Speaking } from './speaking.ts'

/**
 * Time until the last end is told, and how much a channel has to read, when everything that one channel follows ends at
 * once: half of it succeeds and half fails for one cause.
 */
export const flood: Row = {
  name: 'flood',
  isWaiting: true,
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.fresh(isQuick ? 1 : 10, { place: () => channel })
    const speaking = await openSpeaking(fleet)
    await endAll(fleet, speaking)
    const heard = hearNames(speaking.slack, fleet.watches)
    const refused = countRefused([speaking.slack])
    const before = messagesInChannel(speaking.slack)
    const withinMs = isQuick ? 15_000 : 60_000
    try {
      const startedAt = performance.now()
      await speaking.round()
      await heard.allWithin(startedAt + withinMs - performance.now())
      const messages = messagesInChannel(speaking.slack) - before
      return [
        toldIn({ heard, startedAt, withinMs }, fleet),
        fewMessages(messages, heard, fleet),
        refused.judged(whatOf(fleet)),
      ]
    } finally {
      heard.stop()
      refused.stop()
      await speaking.stop()
    }
  },
}

const channel = channelId(0)

async function endAll({ watches }: Fleet, { control }: Speaking): Promise<void> {
  for (const [index, { migrationId }] of watches.entries()) {
    await (index % 2 === 0 ? control.finish(migrationId) : control.fail(migrationId, 'TRF.0055'))
  }
}

/** Messages that everybody in the channel sees. A reply in a thread counts only if the channel is shown it, too. */
function messagesInChannel({ world }: LocalSlack): number {
  const all = world.messages.get(channel) ?? []
  return all.filter(
    ({ ts, thread_ts = ts, is_broadcast, only_for }) =>
      only_for === undefined && (thread_ts === ts || is_broadcast === true),
  ).length
}

function whatOf({ watches }: Fleet): string {
  return `${watches.length} ends, one channel`
}

type Told = { heard: Heard; startedAt: number; withinMs: number }

function toldIn({ heard: { toldAt }, startedAt, withinMs }: Told, fleet: Fleet): Measurement {
  const tookMs = Math.max(startedAt, ...toldAt.values()) - startedAt
  return {
    what: `${whatOf(fleet)}: each named`,
    measured: `${toldAt.size} of ${fleet.watches.length} in ${seconds(tookMs)}`,
    bar: `all within ${withinMs / 1000} s`,
    isMet: toldAt.size === fleet.watches.length && tookMs <= withinMs,
  }
}

function fewMessages(messages: number, { toldAt }: Heard, fleet: Fleet): Measurement {
  return {
    what: `${whatOf(fleet)}: messages in the channel until then`,
    measured: `${messages} for ${toldAt.size} ends`,
    bar: '≤ 20 for all',
    isMet: messages <= 20 && toldAt.size === fleet.watches.length,
  }
}
