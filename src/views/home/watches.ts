import type { KnownBlock } from '@slack/types'
import type { Explanation } from '../../catalogue/explain.ts'
import { explainEnd } from '../../catalogue/explain-end.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Provider } from '../../providers/provider.ts'
import { button, type Choice, choices, divider, section } from '../blocks/elements.ts'
import { inWords } from '../blocks/newer.ts'
import { choiceThatHelps } from '../card/choices.ts'
import { needsSomebody, noWatches, unwatching, type WatchLine, watchLines } from '../page/watches.ts'
import { stateLine } from '../words/figures.ts'
import { plural } from '../words/format.ts'
import { code, escaped } from '../words/text.ts'
import { route } from '../words/words.ts'
import { mineThenOthers, moreRow } from './parts.ts'

export type HomeWatches = {
  watches: readonly WatchLine[]
  /** Migrations of the person's that failed lately and that no watch shows. */
  owned: readonly Migration[]
  providers: readonly Pick<Provider, 'name' | 'kinds'>[]
}

/** Something that needs somebody. `line`: the watch that shows it, if one does. */
type Needy = { ref: string; migration: Migration; line?: WatchLine }

/**
 * Migrations that failed or are late, with their remedies and the person's own first, then the other watches.
 */
export function watchBlocks({ watches: all, owned, providers }: HomeWatches): KnownBlock[] {
  const watches = all.map(asOnHome)
  const needy = watches.flatMap(needyIn)
  const isMine = ({ line }: Needy) => line === undefined || line.isOwn || line.isOwned === true
  const mine: Needy[] = [...needy.filter(isMine), ...owned.map((migration) => ({ ref: refOf(migration), migration }))]
  const others = needy.filter((one) => !isMine(one))
  const shown = mostUrgent([...mine, ...others])
  const rest = watches.filter((line) => !shown.some((one) => one.line === line))
  const below = restBlocks(rest, shown.length)
  return [
    ...mineThenOthers({ mine, others }, { shown, title: needTitle, row: (one) => needyRow(one, providers) }),
    ...moreRow(failedAmong([...mine, ...others]).length - failedAmong(shown).length, 'failed', allFailed),
    ...(shown.length === 0 || below.length === 0 ? [] : [divider]),
    ...below,
  ]
}

const allFailed: Choice = { label: 'List all failed', command: 'list failed' }

/** Those that get a row: what failed, then what is late, which keeps some rows however much failed. */
function mostUrgent(needy: readonly Needy[]): Needy[] {
  const failed = failedAmong(needy)
  const late = needy.filter((one) => !hasFailed(one))
  return [...failed.slice(0, mostNeedy - Math.min(late.length, mostLate)), ...late].slice(0, mostNeedy)
}

const mostNeedy = 4
/** Most rows that are kept for what is late. */
const mostLate = 2

function failedAmong(needy: readonly Needy[]): Needy[] {
  return needy.filter(hasFailed)
}

function hasFailed({ migration }: Needy): boolean {
  return migration.state === 'failed'
}

function needyIn(line: WatchLine): Needy[] {
  const { migration, ref } = line
  return migration !== undefined && needsSomebody(line, migration) ? [{ ref, migration, line }] : []
}

function needTitle(some: readonly Needy[], { isMine, isAlone }: { isMine: boolean; isAlone: boolean }): string {
  const whose = isAlone ? '' : isMine ? 'Yours: ' : 'For others: '
  return `${whose}${needText(some)}`
}

function needText(some: readonly Needy[]): string {
  const failed = failedAmong(some).length
  const late = some.length - failed
  const noun = some.every(({ line }) => line !== undefined) ? 'watched migration' : 'migration'
  return [
    ...(failed === 0 ? [] : [`${plural(failed, noun)} failed`]),
    ...(late === 0 ? [] : [`${failed === 0 ? plural(late, noun) : late} late`]),
  ].join(' · ')
}

/**
 * A watch without what is wrong in its channel and when that last heard of it, and, if it is not followed, without the
 * reason: the page says or counts that elsewhere.
 */
function asOnHome({ blind, deliveredAt: _, broken: __, damagedSince: ___, ...line }: WatchLine): WatchLine {
  return blind === undefined ? line : { ...line, blind: { since: blind.since } }
}

function needyRow({ ref, migration, line }: Needy, providers: HomeWatches['providers']): KnownBlock[] {
  const provider = providers.find(({ name }) => name === migration.provider)
  const explanation = explainEnd(migration)
  const helps = provider && choiceThatHelps({ migration, provider, explanation })
  const open = { label: 'Open', command: `status ${ref}` }
  const more = line === undefined ? [] : [{ label: 'Unwatch', command: unwatching(line) }]
  return [
    section([...linesOf(migration, line), ...(explanation === undefined ? [] : [reasonOf(explanation)])].join('\n')),
    ...choices([open, ...(helps === undefined ? [] : [helps])], more),
  ]
}

function linesOf(migration: Migration, line: WatchLine | undefined): string[] {
  if (line !== undefined) return watchLines(line)
  return [`*${route(migration.source, migration.target)}*`, `${stateLine(migration, 'row')} · yours as an owner`]
}

function reasonOf({ what, code: known, isKnown }: Explanation): string {
  return `${escaped(what)}${isKnown && known !== undefined ? ` (${code(known, 40)})` : ''}`
}

/**
 * The other watches: those that need somebody and have no row above, then those that move. Ending a watch is behind one
 * more tap, on the page of all watches. `above`: how many have a row there.
 */
function restBlocks(lines: readonly WatchLine[], above: number): KnownBlock[] {
  const isFirst = above === 0
  if (lines.length === 0) return isFirst ? inWords(noWatches()).blocks : []
  const sorted = lines.toSorted((a, b) => rankOf(a) - rankOf(b))
  const shown = sorted.slice(0, mostRows - above)
  return [
    section(`*${plural(lines.length, 'watch', 'watches')}*${isFirst ? '' : ' besides'}`),
    ...shown.map((line) => ({
      ...section(watchLines(line).join('\n')),
      accessory: button({ label: 'Open', command: `status ${line.ref}` }),
    })),
    ...choices([{ label: lines.length > shown.length ? `All ${lines.length}` : 'Manage watches', command: 'watches' }]),
  ]
}

/** Most rows of watches, with those above that need somebody. */
const mostRows = 5

function rankOf(line: WatchLine): number {
  if (line.migration === undefined) return 2
  if (needsSomebody(line, line.migration)) return 0
  return isEnded(line.migration.state) ? 2 : 1
}
