import type { ListFilter } from '../../migrations/list-filter.ts'
import type { Migration } from '../../migrations/migration.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { type AccountTrouble, troubleLines } from '../list/list.ts'
import { soughtWords } from '../list/none-found.ts'
import { filterWords, typedFilter } from '../words/filter.ts'
import { formatCount, plural } from '../words/format.ts'
import { code, escaped, notice } from '../words/text.ts'
import { lowered, route, standingWords } from '../words/words.ts'
import { type AllVerb, allWords } from './together.ts'

export type SetQuestion = {
  verb: AllVerb
  /** The setting that each gets: "Limited to 20 MB/s". */
  setting?: string
  filter: ListFilter
  /** Everything on which the act is possible and the person may act. The first `taken` of it are acted on. */
  able: readonly Migration[]
  taken: number
  /** How many others fit, in accounts in which the person may act, and cannot be acted on. */
  others: number
  /** Accounts in which the person may not act. */
  barred: readonly string[]
  /** Whether more fit than were looked through. */
  hasMore: boolean
  troubles: readonly AccountTrouble[]
  /** The command that acts on exactly those that are taken. */
  command: string
}

/** The question before an act on everything that a filter shows: how many these are, and what the filter is. */
export function setQuestion(asked: SetQuestion): Message {
  const { verb, filter, able, taken, command } = asked
  const { ask } = allWords[verb]
  if (taken === 0) return nothingToDo(asked)
  const which = filterWords(filter)
  const title = `${ask} ${plural(taken, 'migration')}?`
  const setting = asked.setting === undefined ? [] : [escaped(asked.setting)]
  return {
    text: notice(title),
    blocks: [
      section([`*${title}*`, ...setting, which === '' ? 'In all accounts' : `Those that are: ${which}`].join('\n')),
      section(namedLines(able.slice(0, taken)).join('\n')),
      context([...limitLines(asked), ...besideLines(asked), checkedAgain].join('\n')),
      ...troubleLines(asked.troubles),
      ...choices([
        { label: `${ask} ${formatCount(taken)}`, command, style: 'primary' },
        { label: 'Show them', command: `list ${typedFilter(filter)}`.trim() },
      ]),
    ],
  }
}

const checkedAgain = 'Each is checked again before. What stands differently by then is left alone.'

const mostNamed = 5

function namedLines(migrations: readonly Migration[]): string[] {
  const lines = migrations
    .slice(0, mostNamed)
    .map((one) => `• ${route(one.source, one.target)} · ${lowered(standingWords(one).word)}`)
  const more = migrations.length - lines.length
  return [...lines, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])]
}

/** That one press takes only so many, and what it makes necessary later. */
function limitLines({ verb, able, taken, hasMore }: SetQuestion): string[] {
  const all = `${formatCount(able.length)}${hasMore ? ' or more' : ''}`
  const needsKeys = verb === 'pause' && able.some(({ provider }) => provider === 'huawei')
  return [
    ...(able.length > taken
      ? [`At most ${taken} at once: these are the first of ${all}. Ask again for the rest.`]
      : []),
    ...(needsKeys ? ['Huawei forgets storage keys at every pause: a start needs them again.'] : []),
  ]
}

/** Lines about migrations that fit and are not acted on. */
function besideLines({ verb, others, barred }: SetQuestion): string[] {
  const { possible } = allWords[verb]
  return [
    ...(others === 0
      ? []
      : [
          `${plural(others, 'other')} fit${others === 1 ? 's' : ''} and can’t be ${possible} on ${others === 1 ? 'its' : 'their'} own.`,
        ]),
    ...(barred.length === 0
      ? []
      : [
          `Not in ${barred
            .slice(0, 3)
            .map((one) => code(one, 40))
            .join(', ')}: you need the operator role there.`,
        ]),
  ]
}

function nothingToDo(asked: SetQuestion): Message {
  const { verb, filter, troubles } = asked
  const nothing = `No ${soughtWords(filter)} can be ${allWords[verb].possible} now`
  const beside = besideLines(asked)
  return {
    text: nothing,
    blocks: [
      section(`${nothing}.`),
      ...(beside.length === 0 ? [] : [context(beside.join('\n'))]),
      ...troubleLines(troubles),
      ...choices([{ label: 'List migrations', command: `list ${filter.account ?? ''}`.trim() }]),
    ],
  }
}
