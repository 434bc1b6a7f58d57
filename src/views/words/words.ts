import type { Action } from '../../migrations/actions.ts'
import type { StateCount } from '../../migrations/families.ts'
import { type Kind, type Migration, type NotMigrated, type State, worstFirst } from '../../migrations/migration.ts'
import { missedAtEnd } from '../../migrations/outcome.ts'
import type { Selected, Selection } from '../../migrations/spec/selection.ts'
import type { Place, Source, Target } from '../../migrations/spec/source-and-target.ts'
import type { Limit } from '../../migrations/typed/limit-rules.ts'
import { wholeDay } from '../../migrations/typed/limit-rules.ts'
import { formatBytes, formatCount, formatSpeed } from './format.ts'
import { code, minuteIn, named } from './text.ts'

type StateWords = { icon: string; word: string }

/** How a state is shown: an icon and a word. The word also reaches people who do not see the icon. */
export const stateWords: Record<State, StateWords> = {
  queued: { icon: ':hourglass_flowing_sand:', word: 'Waiting' },
  running: { icon: ':arrow_forward:', word: 'Running' },
  retrying: { icon: ':repeat:', word: 'Retrying' },
  pausing: { icon: ':double_vertical_bar:', word: 'Pausing' },
  paused: { icon: ':double_vertical_bar:', word: 'Paused' },
  succeeded: { icon: ':white_check_mark:', word: 'Succeeded' },
  failed: { icon: ':x:', word: 'Failed' },
  cancelled: { icon: ':no_entry_sign:', word: 'Cancelled' },
  deleting: { icon: ':wastebasket:', word: 'Being deleted' },
  deleted: { icon: ':wastebasket:', word: 'Deleted' },
  unknown: { icon: ':grey_question:', word: 'Unknown' },
}

/**
 * How a migration is shown: its state, or what is missing at the destination although the cloud calls it done:
 * "Finished, 950 objects not migrated".
 */
export function standingWords(migration: Pick<Migration, 'state' | 'progress'>): StateWords {
  return endWords(migration.state, missedAtEnd(migration))
}

/** The words for a state, given what was not migrated at the end. */
export function endWords(state: State, missed: NotMigrated | undefined): StateWords {
  if (missed === undefined) return stateWords[state]
  return { icon: ':warning:', word: `Finished, ${missedText(missed)} not migrated` }
}

/** The word for counts of migrations: "3 succeeded", "1 incomplete". */
export function countedWord(state: State, isIncomplete: boolean): string {
  return isIncomplete ? 'incomplete' : lowered(stateWords[state].word)
}

/** Numbers of migrations by state, the worst first: "8 failed · 161 running · 31 succeeded". */
export function countsWords(counts: readonly StateCount[]): string {
  const sorted = counts.toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state))
  return sorted
    .map(({ state, isIncomplete, count }) => `${formatCount(count)} ${countedWord(state, isIncomplete ?? false)}`)
    .join(' · ')
}

/** Objects that were not migrated: "950 objects". Their bytes if objects are not reported. */
export function missedText({ objects, bytes = 0 }: NotMigrated): string {
  return objects ? `${formatCount(objects)} ${objects === 1 ? 'object' : 'objects'}` : formatBytes(bytes)
}

/** Objects that were not migrated, with their bytes: "950 objects (95 GB)". */
export function missedInFull(missed: NotMigrated): string {
  const { objects, bytes } = missed
  return objects && bytes ? `${missedText(missed)} (${formatBytes(bytes)})` : missedText(missed)
}

export const actionWords: Record<Action, { label: string; done: string; command: (ref: string) => string }> = {
  pause: { label: 'Pause', done: 'paused', command: (ref) => `pause ${ref}` },
  start: { label: 'Start', done: 'started', command: (ref) => `start ${ref}` },
  'retry-failed': { label: 'Retry failed objects', done: 'retried', command: (ref) => `retry ${ref} --failed-only` },
  retry: { label: 'Restart', done: 'restarted', command: (ref) => `retry ${ref}` },
  push: { label: 'Copy objects now', done: 'told to copy objects', command: (ref) => `sync push ${ref}` },
  edit: { label: 'Edit', done: 'edited', command: (ref) => `policy edit ${ref}` },
  limit: { label: 'Limit speed', done: 'limited', command: (ref) => `limit ${ref}` },
  prioritize: { label: 'Priority', done: 'given a different priority', command: (ref) => `priority ${ref}` },
  delete: { label: 'Delete', done: 'deleted', command: (ref) => `delete ${ref}` },
  cancel: { label: 'Cancel', done: 'cancelled', command: (ref) => `cancel ${ref}` },
}

export const kindWords: Record<Kind, string> = {
  task: 'task',
  group: 'task group',
  sync: 'synchronization task',
  policy: 'policy',
  job: 'job',
}

/** A state's word within a sentence. */
export function lowered(word: string): string {
  return `${word.slice(0, 1).toLowerCase()}${word.slice(1)}`
}

/** A migration's route for a title: `photos → archive`. */
export function route(source: Place, target: Place): string {
  return `${title(source)} → ${title(target)}`
}

/** Where a bucket is, for the small print: "AWS us-east-1 `photos`". */
export function place({ cloud, region, bucket }: Place): string {
  const where = [cloud, region].flatMap((part) => (part ? [named(part, 40)] : []))
  return [...where, ...(bucket ? [code(bucket, 80)] : [])].join(' ') || 'an unreported place'
}

/** A source with what the migration takes: "AWS us-east-1 `photos`, prefix logs/". */
export function sourceText(source: Source): string {
  return [place(source), ...selectedWords(source).map((word) => named(word, 150))].join(', ')
}

/** A destination with what is put before each name: "UpCloud `archive`, prefix old/". */
export function targetText({ prefix, ...where }: Target): string {
  return prefix ? `${place(where)}, ${named(`prefix ${prefix}`, 150)}` : place(where)
}

/** Selection of a migration: "prefix logs/", "changed after 2023-01-02 15:04 UTC". Empty if nothing is known. */
function selectedWords({ selection, names = [], listFile, since }: Selected): string[] {
  const what = selection && selectionWords[selection]({ names, file: listFile?.key })
  const minute = since === undefined ? undefined : minuteOf(since)
  return [what, minute && `changed after ${minute}`].flatMap((word) => (word ? [word] : []))
}

/** A moment as text. Undefined if no calendar has it. */
function minuteOf(moment: number): string | undefined {
  const date = new Date(moment)
  return Number.isNaN(date.getTime()) ? undefined : minuteIn(date)
}

type Known = { names: readonly string[]; file: string | undefined }

const selectionWords: Record<Selection, (known: Known) => string> = {
  everything: () => 'whole bucket',
  prefixes: ({ names }) => countedNames(names, ['prefix', 'prefixes']),
  objects: ({ names }) => countedNames(names, areFolders(names) ? ['folder', 'folders'] : ['object', 'objects']),
  list: ({ file }) => (file === undefined ? 'a list of objects' : `list ${file}`),
  'url list': ({ file }) => (file === undefined ? 'a list of URLs' : `URL list ${file}`),
}

function areFolders(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => name.endsWith('/'))
}

const namesShown = 3

/**
 * Names with a count of the rest: "prefixes a/, b/, c/ and 9 more". Without names, only their kind is told; if just
 * their number was once known, it was not kept.
 */
function countedNames(names: readonly string[], [one, several]: readonly [string, string]): string {
  if (names.length === 0) return `certain ${several}`
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : ''
  return `${names.length === 1 ? one : several} ${names.slice(0, namesShown).join(', ')}${more}`
}

/** A limit in words: "50 MB/s 09:00–18:00". */
export function limitText({ start, end, bytesPerSecond }: Limit): string {
  return `${formatSpeed(bytesPerSecond)} ${limitHours({ start, end })}`
}

export function limitHours({ start, end }: Pick<Limit, 'start' | 'end'>): string {
  return isAllDay({ start, end }) ? 'all day' : `${named(start, 10)}–${named(end, 10)}`
}

export function isAllDay({ start, end }: Pick<Limit, 'start' | 'end'>): boolean {
  return start === wholeDay.start && end === wholeDay.end
}

/** A place by its shortest name. */
export function title({ bucket, cloud }: Place): string {
  return named(bucket || cloud || '?') || '?'
}
