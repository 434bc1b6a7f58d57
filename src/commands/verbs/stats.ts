import { AppError, isAppError } from '../../errors.ts'
import { refOf } from '../../migrations/ref.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Message } from '../../views/message.ts'
import { nothingHappened, type PictureOutcome, type Report, statisticsMessage } from '../../views/statistics.ts'
import { pictureWords, statisticsChart } from '../../views/statistics-picture.ts'
import type { Command, Invocation, Origin, Tools } from '../command.ts'
import { type Found, withMigration } from '../find.ts'
import { type Range, rangeIn, ranges } from '../ranges.ts'

export const stats: Command = {
  verb: 'stats',
  aliases: ['statistics', 'chart', 'graph', 'plot'],
  usage: 'stats <id> [24h | 7d | 30d]',
  summary: 'What a synchronization task did over time, as a picture',
  needs: 'viewer',
  examples: ['stats 0d146099…', 'stats orders-sync 7d', 'stats 0d146099… month'],
  notes: ['Asked for privately, the picture comes in your direct messages with Ferry: Slack cannot show it elsewhere.'],
  run: (invocation, tools) => {
    const { ref, range } = readWords(invocation.words)
    const share = invocation.flags.share === undefined ? '' : ' --share'
    return withMigration({ ...invocation, words: ref }, tools, {
      verb: 'stats',
      command: (full) => `stats ${full} ${range.word}${share}`,
      proceed: async (found) => ({ type: 'message', message: await report(found, range, { invocation, tools }) }),
    })
  },
}

/** Id and range in either order. */
function readWords(words: readonly string[]): { ref: string[]; range: Range } {
  const named = words.map(rangeIn).filter((range) => range !== undefined)
  const ref = words.filter((word) => rangeIn(word) === undefined)
  const odd = ref[1] ?? (named.length > 1 ? words.at(-1) : undefined)
  if (odd === undefined) return { ref, range: named[0] ?? ranges[0] }
  throw new AppError('usage', { problem: `\`${odd.slice(0, 40)}\` is no time that Ferry knows.`, usage: stats.usage })
}

type Asked = { invocation: Invocation; tools: Tools }

async function report(found: Found, range: Range, { invocation, tools }: Asked): Promise<Message> {
  const { migration, connection } = found
  const ref = refOf(migration)
  const read = readerOf(found, tools.providers)
  const { workspace, user } = invocation.origin
  const claim = await tools.claim(`stats:${workspace}:${user}:${ref}:${range.word}`, holdMs)
  if (claim === undefined) throw new AppError('action_running', { ref })
  try {
    const to = tools.clock.now()
    const period = { from: to - range.durationMs, to }
    const statistics = await read.call(connection, { kind: migration.kind, id: migration.id, ...period }, {})
    const isShared = invocation.flags.share !== undefined
    const told: Report = { migration, providerLabel: found.provider.label, range, ranges, period, statistics, isShared }
    if (statistics.points.length === 0) return nothingHappened(told)
    return statisticsMessage(told, await picture(told, invocation.origin, tools))
  } finally {
    await claim.release()
  }
}

/** Somebody who presses twice gets one picture; this is how long a picture may take, should its process die. */
const holdMs = 60_000

/** Refuses what keeps no statistics before anything is asked of the cloud. */
function readerOf({ migration, provider, connection }: Found, providers: readonly Provider[]) {
  const { readStatistics } = connection
  if (provider.kinds[migration.kind]?.hasStatistics === true && readStatistics !== undefined) return readStatistics
  const keepers = providers.flatMap(({ label, kinds }) =>
    Object.values(kinds).flatMap(({ noun, hasStatistics }) => (hasStatistics ? [`each ${noun} of ${label}`] : [])),
  )
  const kinds = keepers.length === 0 ? '' : ` They exist for ${keepers.join(' and ')}.`
  throw new AppError('statistics_none', { ref: refOf(migration), kinds })
}

/** The figures are what was asked for: whatever happens to the picture, they come, and say so. */
async function picture(
  told: Report,
  { workspace, user, channel, thread }: Origin,
  tools: Tools,
): Promise<PictureOutcome> {
  const isInChannel = told.isShared && channel !== undefined
  const place = isInChannel ? { channel, ...(thread === undefined ? {} : { thread }) } : {}
  try {
    const content = await tools.paint(statisticsChart(told))
    const file = { content, mediaType: 'image/png', ...pictureWords(told) }
    const shownIn = await tools.sendFile({ ...file, user, ...place })
    return shownIn === channel ? { type: 'shown here' } : { type: 'shown directly', workspace, channel: shownIn }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { type: 'missing', error, isInChannel }
  }
}
