import type { KnownBlock } from '@slack/types'
import { explain } from '../../catalogue/explain.ts'
import { isPossible } from '../../migrations/actions.ts'
import type { FailureGroup, FailureTally, ListCut, ListLimits, ListReading } from '../../migrations/failed-objects.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Provider } from '../../providers/provider.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { formatBytes, formatCount, formatDuration, plural } from '../words/format.ts'
import { code, escaped, named } from '../words/text.ts'
import { actionWords, route } from '../words/words.ts'

export type ToldFailures = {
  migration: Migration
  provider: Pick<Provider, 'kinds'>
  tally: FailureTally
  reading: ListReading
  limits: ListLimits
  /** Name of the stored key that opened the bucket. */
  key: string
}

const mostGroups = 10

/** The failed objects by reason, the most frequent reason first: what happened, what to do, and a few names. */
export function failuresMessage(told: ToldFailures): Message {
  const { migration, tally, reading } = told
  if (tally.total === 0) return nothingListed(told)
  const ref = code(refOf(migration))
  const title = `${reading.cut === undefined ? '' : 'At least '}${plural(tally.total, 'object')} failed`
  const blocks: KnownBlock[] = [
    section(`:warning: *${title}*\n${route(migration.source, migration.target)} · ${ref}`),
    ...tally.groups.slice(0, mostGroups).map((group) => section(groupLines(group).join('\n'))),
    ...[...moreReasons(tally), ...smallPrint(told)].map((line) => context(line)),
    ...choices(waysOn(told)),
  ]
  return { text: `${title}: ${named(refOf(migration), 120)}`, blocks }
}

function groupLines({ reason, count, samples }: FailureGroup): string[] {
  const names = `${samples.map((name) => code(name, 100)).join(', ')}${count > samples.length ? ', …' : ''}`
  if (reason === undefined) return [`*${formatCount(count)} ×* without a reason`, names]
  const { isKnown, what, fix } = explain({ code: reason })
  const heading = `*${formatCount(count)} ×* ${escaped(what)}${isKnown ? ` (${code(reason, 60)})` : ''}`
  return [heading, `*What to do:* ${escaped(fix)}`, names]
}

function moreReasons({ groups, others }: FailureTally): string[] {
  const rest = groups.slice(mostGroups)
  const objects = rest.reduce((sum, { count }) => sum + count, others)
  if (objects === 0) return []
  return [`${plural(objects, 'more object')} failed for other reasons. The file has them all.`]
}

function smallPrint({ reading, limits, key }: ToldFailures): string[] {
  const { files, unreadable, cut } = reading
  const lists = files === 1 ? 'the cloud’s list' : `${plural(files, 'list')} of the cloud`
  return [
    ...(cut === undefined ? [] : [`:warning: ${cutWords(cut, limits)}`]),
    ...(unreadable === 0 ? [] : [`${plural(unreadable, 'line')} could not be read.`]),
    `Read from ${lists} with ${code(key)}. A list does not change when you retry its objects.`,
  ]
}

function cutWords(cut: ListCut, { objects, bytes, files, forMs }: ListLimits): string {
  const why = {
    objects: `Ferry counts at most ${plural(objects, 'object')}.`,
    bytes: `Ferry reads at most ${formatBytes(bytes)} of lists.`,
    files: `Ferry reads at most ${plural(files, 'list')}, the newest first.`,
    time: `The cloud was slow: Ferry opened no more lists after ${formatDuration(forMs)}.`,
  }[cut]
  return `${why} More objects failed than were counted.`
}

function nothingListed({ migration, reading }: ToldFailures): Message {
  const why =
    reading.unreadable === 0
      ? 'Nothing to do if everything has arrived.'
      : `${plural(reading.unreadable, 'line')} could not be read. Look at the list in the destination bucket.`
  return {
    text: 'The list is empty',
    blocks: [
      section(`The list of failed objects of ${code(refOf(migration))} is empty. ${why}`),
      ...choices([{ label: 'Current state', command: `status ${refOf(migration)}` }]),
    ],
  }
}

/** Choices for failed objects. Retrying comes second, because it helps only once the reasons are gone. */
function waysOn({ migration, provider, key }: ToldFailures): Choice[] {
  const ref = refOf(migration)
  const { label, command } = actionWords['retry-failed']
  const canRetry = isPossible('retry-failed', migration, provider.kinds[migration.kind])
  return [
    { label: 'Send me the whole list', command: `failures ${ref} csv --key ${key}` },
    ...(canRetry ? [{ label, command: command(ref) }] : []),
  ]
}
