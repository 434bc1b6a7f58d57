import { defined } from '../../defined.ts'
import type { Mute, Patience } from '../store.ts'
import type { ImpatientWatch } from './version-3.ts'

/*
 * Version 3 kept with each watch when its channel may be disturbed; version 4 keeps that once for the channel. Pure
 * functions from the records of the one to those of the other.
 */

/**
 * The patience of channels whose watches had one. A migration that is muted stays muted. Quiet hours and a digest of the
 * oldest watch become the channel's, unless it has some already: an upgrade that was cut off may have stored them.
 */
export function patienceFrom(
  watches: readonly ImpatientWatch[],
  { stored, now }: { stored: readonly Patience[]; now: number },
): Patience[] {
  const oldestFirst = watches.toSorted((a, b) => a.createdAt - b.createdAt)
  return [...Map.groupBy(oldestFirst, ({ channel }) => channel)].flatMap(([channel, those]) => {
    const before = stored.find(({ of }) => of === channel)
    const quiet = those.find(({ quietHours }) => quietHours !== undefined)
    const collecting = those.find(({ digest }) => digest !== undefined)
    const quietHours = before?.quietHours ?? (quiet?.quietHours && { ...quiet.quietHours, ...setBy(quiet) })
    const digest = before?.digest ?? (collecting && digestFrom(collecting))
    const mutes = [...(before?.mutes ?? []), ...those.flatMap((watch) => mutesFrom(watch, { before, now }))]
    if (quietHours === undefined && digest === undefined && mutes.length === 0) return []
    return [{ of: channel, ...defined({ quietHours, digest }), ...(mutes.length > 0 && { mutes }) }]
  })
}

function digestFrom(watch: ImpatientWatch): Patience['digest'] {
  const { digest } = watch
  return digest && { time: digest.at, timeZone: digest.timeZone, ...setBy(watch) }
}

function mutesFrom(watch: ImpatientWatch, { before, now }: { before: Patience | undefined; now: number }): Mute[] {
  const { account, migrationId, mutedUntil } = watch
  const isMuted = before?.mutes?.some((one) => one.account === account && one.migrationId === migrationId)
  if (mutedUntil === undefined || mutedUntil <= now || isMuted) return []
  return [{ account, migrationId, until: mutedUntil, ...setBy(watch) }]
}

function setBy({ createdBy: by, createdAt: at }: ImpatientWatch): { by: string; at: number } {
  return { by, at }
}
