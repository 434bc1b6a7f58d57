import type { Action } from '../migrations/actions.ts'
import { wholeDay } from '../migrations/limit-rules.ts'
import type { Kind, Limit, Place, State } from '../migrations/migration.ts'
import { formatSpeed } from './format.ts'
import { code, named } from './text.ts'

/** How a state is shown: an icon for the eye, a word for everybody. */
export const stateWords: Record<State, { icon: string; word: string }> = {
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
  unknown: { icon: ':grey_question:', word: 'In a state that Ferry does not know' },
}

export const actionWords: Record<Action, { label: string; done: string; command: (ref: string) => string }> = {
  pause: { label: 'Pause', done: 'paused', command: (ref) => `pause ${ref}` },
  start: { label: 'Start', done: 'started', command: (ref) => `start ${ref}` },
  'retry-failed': { label: 'Retry failed objects', done: 'retried', command: (ref) => `retry ${ref} --failed-only` },
  retry: { label: 'Restart', done: 'restarted', command: (ref) => `retry ${ref}` },
  push: { label: 'Copy objects now', done: 'told to copy objects', command: (ref) => `sync push ${ref}` },
  edit: { label: 'Edit', done: 'edited', command: (ref) => `policy edit ${ref}` },
  limit: { label: 'Limit speed', done: 'limited', command: (ref) => `limit ${ref}` },
  prioritize: { label: 'Priority', done: 'given another priority', command: (ref) => `priority ${ref}` },
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

/** A state's word amid a sentence. */
export function lowered(word: string): string {
  return `${word.slice(0, 1).toLowerCase()}${word.slice(1)}`
}

/** `photos → archive`, for a title. */
export function route(source: Place, target: Place): string {
  return `${title(source)} → ${title(target)}`
}

/** Where it is, for the small print: "AWS us-east-1 `photos`, prefix logs/". */
export function place({ cloud, region, bucket, scope }: Place): string {
  const where = [cloud, region].flatMap((part) => (part ? [named(part, 40)] : []))
  const whole = [...where, ...(bucket ? [code(bucket, 80)] : [])].join(' ') || 'a place that is not reported'
  return scope ? `${whole}, ${named(scope, 150)}` : whole
}

/** "50 MB/s 09:00–18:00" */
export function limitText({ start, end, bytesPerSecond }: Limit): string {
  return `${formatSpeed(bytesPerSecond)} ${limitHours({ start, end })}`
}

export function limitHours({ start, end }: Pick<Limit, 'start' | 'end'>): string {
  return isAllDay({ start, end }) ? 'all day' : `${named(start, 10)}–${named(end, 10)}`
}

export function isAllDay({ start, end }: Pick<Limit, 'start' | 'end'>): boolean {
  return start === wholeDay.start && end === wholeDay.end
}

function title({ bucket, cloud }: Place): string {
  return named(bucket || cloud || '?') || '?'
}
