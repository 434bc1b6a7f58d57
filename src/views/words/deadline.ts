import { expectedEndOf } from '../../migrations/figures/pace.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { at, escaped } from './text.ts'

/** By when somebody wants a migration to be done. `channel`: which channel wants it, if not the one that reads. */
export type DeadlineLine = { due: number; timeZone: string; channel?: string }

/** The line about a deadline: when it is, and whether the migration has missed it or will. None once the migration has ended. */
export function deadlineLine(deadline: DeadlineLine, migration: Migration): string[] {
  if (isEnded(migration.state)) return []
  const expectedAt = expectedEndOf(migration)
  const pace =
    migration.readAt >= deadline.due
      ? ['missed']
      : expectedAt !== undefined && expectedAt > deadline.due
        ? [`at this pace done ${at(expectedAt)}`]
        : []
  const where = deadline.channel === undefined ? [] : [`in <#${escaped(deadline.channel)}>`]
  return [[`:alarm_clock: Deadline ${deadlineWords(deadline)}`, ...where, ...pace].join(' · ')]
}

/** Whether a migration has missed its deadline, or will at its present pace. */
export function isBehind({ due }: Pick<DeadlineLine, 'due'>, migration: Migration): boolean {
  if (isEnded(migration.state)) return false
  return migration.readAt >= due || (expectedEndOf(migration) ?? due) > due
}

/** A moment in the time zone of whoever chose it, with the zone: "Fri 4 Dec, 18:00 (Europe/Berlin)". `due` is in epoch milliseconds. */
export function deadlineWords({ due, timeZone }: { due: number; timeZone: string }): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, ...shown }).formatToParts(due)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  const time = `${part('hour')}:${part('minute')}`
  return `${part('weekday')} ${part('day')} ${part('month')}, ${time} (${escaped(timeZone)})`
}

const shown = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const
