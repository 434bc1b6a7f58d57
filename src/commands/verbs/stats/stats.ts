import { AppError } from '../../../errors/errors.ts'
import { keepsStatistics } from '../../../migrations/actions.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { Provider } from '../../../providers/provider.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { nothingHappened, type Report, statisticsMessage } from '../../../views/page/statistics.ts'
import { targetOf } from '../../act.ts'
import { withMigration } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import { namingWords } from '../../find/words.ts'
import type { Command, Invocation, Tools } from '../../machine/command.ts'
import { type Range, rangeIn, ranges } from './ranges.ts'

export const stats: Command = {
  verb: 'stats',
  aliases: ['statistics', 'chart', 'graph', 'plot'],
  takes: { most: 'any' },
  usage: 'stats <id> [24h | 7d | 30d]',
  summary: 'What a synchronization task did over time, as charts',
  needs: 'viewer',
  examples: ['stats 0d146099…', 'stats orders-sync 7d', 'stats 0d146099… month'],
  run: (invocation, tools) => {
    const { flags, words } = invocation
    const { ref, range } = readWords(namingWords(words))
    const share = flags.share === undefined ? '' : ' --share'
    return withMigration({ ...invocation, words: ref }, tools, {
      verb: 'stats',
      command: (full) => `stats ${full} ${range.word}${share}`,
      proceed: async (found) => ({ type: 'message', message: await report(found, range, { ...tools, flags }) }),
    })
  },
}

/** Reads an id and a range in either order. */
function readWords(words: readonly string[]): { ref: string[]; range: Range } {
  const named = words.map(rangeIn).filter((range) => range !== undefined)
  const ref = words.filter((word) => rangeIn(word) === undefined)
  const odd = ref[1] ?? (named.length > 1 ? words.at(-1) : undefined)
  if (odd === undefined) return { ref, range: named[0] ?? ranges[0] }
  throw new AppError('usage', {
    problem: `\`${odd.slice(0, 40)}\` is not a period that Ferry knows.`,
    usage: stats.usage,
  })
}

async function report(found: Found, range: Range, { flags, clock, providers }: Asked): Promise<Message> {
  const { migration, provider } = found
  const read = readerOf(found, providers)
  const to = clock.now()
  const period = { from: to - range.durationMs, to }
  const statistics = await read({ ...targetOf(found), ...period }, {})
  const isShared = flags.share !== undefined
  const told: Report = { migration, providerLabel: provider.label, range, ranges, period, statistics, isShared }
  return statistics.points.length === 0 ? nothingHappened(told) : statisticsMessage(told)
}
type Asked = Pick<Invocation, 'flags'> & Pick<Tools, 'clock' | 'providers'>

/** The function that reads a migration's statistics. Throws statistics_none if none are kept. Asks no cloud. */
function readerOf({ migration, provider, connection }: Found, providers: readonly Provider[]) {
  const read = connection.operation('statistics', migration.kind)
  if (read !== undefined && keepsStatistics(migration, provider.kinds[migration.kind])) return read
  const keepers = providers.flatMap(({ label, kinds }) =>
    Object.values(kinds).flatMap(({ noun, can }) => (can.statistics ? [`a ${noun} of ${label}`] : [])),
  )
  const kinds = keepers.length === 0 ? '' : ` Only ${keepers.join(' and ')} has them.`
  throw new AppError('statistics_none', { ref: refOf(migration), kinds })
}
