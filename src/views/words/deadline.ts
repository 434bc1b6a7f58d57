import { expectedEndOf } from '../../migrations/figures/pace.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { at, dateOf, escaped } from './text.ts'

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
  return `${momentWords(due, timeZone)} (${escaped(timeZone)})`
}

/**
 * That an end may have met a deadline or not, since there is no reading from between. `lastReadAt` and `readAt`: the
 * readings before and after, in epoch milliseconds.
 */
export function unsureLine(
  { due, timeZone }: { due: number; timeZone: string },
  { lastReadAt, readAt }: { lastReadAt: number; readAt: number },
): string {
  const [from, to] = [lastReadAt, readAt].map((moment) => momentWords(moment, timeZone))
  const between = `Ended between ${from} and ${to} (${escaped(timeZone)}).`
  return `:alarm_clock: ${between} Whether that was by its deadline, ${momentWords(due, timeZone)}, is not known: Ferry has no reading from that time.`
}

/** A moment in a time zone: "Fri 4 Dec, 18:00". */
function momentWords(moment: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, ...shown }).formatToParts(dateOf(moment))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('weekday')} ${part('day')} ${part('month')}, ${part('hour')}:${part('minute')}`
}

const shown = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const
