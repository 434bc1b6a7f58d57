import type { KnownBlock } from '@slack/types'
import type { Explanation } from '../../catalogue/explain.ts'
import { explainEnd } from '../../catalogue/explain-end.ts'
import { isEnded } from '../../migrations/migration.ts'
import type { Provider } from '../../providers/provider.ts'
import { button, choices, section } from '../blocks/elements.ts'
import { inWords } from '../blocks/newer.ts'
import { choiceThatHelps } from '../card/choices.ts'
import { unwatching, type WatchLine, watchLines, watchList } from '../page/watches.ts'
import { isBehind } from '../words/deadline.ts'
import { plural } from '../words/format.ts'
import { code, escaped } from '../words/text.ts'

export type HomeWatches = {
  watches: readonly WatchLine[]
  /** Accounts whose trouble is said above, so that their watches do not say it again. */
  said: readonly string[]
  providers: readonly Pick<Provider, 'name' | 'kinds'>[]
}

/** What is watched: failed and late ones with what helps, those of the person first, then what moves. */
export function watchBlocks({ watches: all, said, providers }: HomeWatches): KnownBlock[] {
  const watches = all.map((line) => withoutRepetition(line, said))
  const needy = watches.filter(needsSomebody)
  const [mine, others] = [needy.filter(({ isOwn }) => isOwn), needy.filter(({ isOwn }) => !isOwn)]
  const shown = [...mine, ...others].slice(0, mostNeedy)
  const rows = (some: readonly WatchLine[]) =>
    some.filter((line) => shown.includes(line)).flatMap((line) => needyRow(line, providers))
  const title = (some: readonly WatchLine[], whose: string) =>
    some.length === 0 ? [] : [section(`*${whose}${needText(some)}*`)]
  const rest = restBlocks(
    watches.filter((line) => !shown.includes(line)),
    needy.length > 0,
  )
  return [
    ...title(mine, mine.length === needy.length ? '' : 'Yours: '),
    ...rows(mine),
    ...title(others, mine.length === 0 ? '' : 'For others: '),
    ...rows(others),
    ...(needy.length === 0 || rest.length === 0 ? [] : [{ type: 'divider' as const }]),
    ...rest,
  ]
}

function needText(lines: readonly WatchLine[]): string {
  const failed = lines.filter(isFailed).length
  const late = lines.length - failed
  return [
    ...(failed === 0 ? [] : [`${plural(failed, 'watched migration')} failed`]),
    ...(late === 0 ? [] : [`${failed === 0 ? plural(late, 'watched migration') : late} late`]),
  ].join(' · ')
}

/** A watch does not say again what its account says above it. */
function withoutRepetition({ blind, ...line }: WatchLine, said: readonly string[]): WatchLine {
  const isSaid = said.some((account) => line.ref.startsWith(`${account}/`))
  return blind === undefined || isSaid ? line : { ...line, blind }
}

function isFailed({ migration }: WatchLine): boolean {
  return migration?.state === 'failed'
}

function needsSomebody(line: WatchLine): boolean {
  const { migration, deadline } = line
  return isFailed(line) || (migration !== undefined && deadline !== undefined && isBehind(deadline, migration))
}

const mostNeedy = 8

function needyRow(line: WatchLine, providers: HomeWatches['providers']): KnownBlock[] {
  const { migration, ref } = line
  const provider = providers.find(({ name }) => name === migration?.provider)
  const explanation = migration && explainEnd(migration)
  const helps = migration && provider && choiceThatHelps({ migration, provider, explanation })
  const open = { label: 'Open', command: `status ${ref}` }
  return [
    section([...watchLines(line), ...(explanation === undefined ? [] : [reasonOf(explanation)])].join('\n')),
    ...choices([open, ...(helps === undefined ? [] : [helps])], [{ label: 'Unwatch', command: unwatching(line) }]),
  ]
}

function reasonOf({ what, code: known, isKnown }: Explanation): string {
  return `${escaped(what)}${isKnown && known !== undefined ? ` (${code(known, 40)})` : ''}`
}

/** What needs nobody: what moves first. Ending a watch is behind one more tap, on the page of all watches. */
function restBlocks(lines: readonly WatchLine[], hasNeedy: boolean): KnownBlock[] {
  if (lines.length === 0) return hasNeedy ? [] : inWords(watchList([])).blocks
  const moving = (line: WatchLine) => line.migration !== undefined && !isEnded(line.migration.state)
  const sorted = lines.toSorted((a, b) => Number(moving(b)) - Number(moving(a)))
  const shown = sorted.slice(0, mostRest)
  return [
    section(`*${plural(lines.length, 'watch', 'watches')}*${hasNeedy ? ' besides' : ''}`),
    ...shown.map((line) => ({
      ...section(watchLines(line).join('\n')),
      accessory: button({ label: 'Open', command: `status ${line.ref}` }),
    })),
    ...choices([{ label: lines.length > shown.length ? `All ${lines.length}` : 'Manage watches', command: 'watches' }]),
  ]
}

const mostRest = 12
