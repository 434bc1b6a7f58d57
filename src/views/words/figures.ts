import { isPossible } from '../../migrations/actions.ts'
import { etaOf, fractionOf } from '../../migrations/figures/pace.ts'
import { type Count, isEnded, type Migration, type State } from '../../migrations/migration.ts'
import { hasNotMigrated, isIncomplete, skippedObjects } from '../../migrations/outcome.ts'
import type { Provider } from '../../providers/provider.ts'
import {
  formatBar,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatRemaining,
  formatSpeed,
  plural,
} from './format.ts'
import { code } from './text.ts'
import { limitText, missedInFull, standingWords } from './words.ts'

/**
 * A migration's state and the share that is done. The percentage comes before the bar, so that a line read aloud begins
 * with what counts. A row beside a button has no room for the bar; it says itself whether the cloud is still counting.
 */
export function stateLine(migration: Migration, place: 'card' | 'stalled card' | 'row'): string {
  const { icon, word } = standingWords(migration)
  const isCard = place !== 'row'
  const stalled = place === 'stalled card' ? ', no progress' : ''
  const native = isCard && migration.state === 'unknown' ? ` (${code(migration.nativeState, 40)})` : ''
  const share = shownFraction(migration)
  const shown = isCard && share !== undefined ? [`${formatPercent(share)} ${formatBar(share)}`] : []
  const said = share !== undefined ? [formatPercent(share)] : isStillCounting(migration) ? ['still counting'] : []
  return [`${icon} ${isCard ? `*${word}${stalled}*` : word}${native}`, ...(isCard ? shown : said)].join(' · ')
}

function isStillCounting(migration: Migration): boolean {
  const eta = etaOf(migration)
  return eta.type === 'unknown' && eta.why === 'counting'
}

/**
 * The share to show. None for a migration that has succeeded: it would add nothing, and with skipped objects it can be
 * wrong.
 */
function shownFraction(migration: Migration): number | undefined {
  return migration.state === 'succeeded' ? undefined : fractionOf(migration)
}

/** The known figures of a migration, the worst news last. A missing figure is never shown as 0. */
export function figureLines(migration: Migration, provider: Pick<Provider, 'label' | 'kinds'>): string[] {
  return [
    amountLine(migration, provider.label),
    paceLine(migration, provider),
    ...troubledObjects(migration),
    ...skippedLine(migration, provider.label),
    ...limitLine(migration),
  ].filter((line) => line !== '')
}

function amountLine({ progress, state }: Migration, providerLabel: string): string {
  const bytes = countText(progress.bytes, state, formatBytes)
  const objects = countText(progress.objects, state, formatCount)
  if (progress.period !== undefined) return monthLine([objects, bytes], state)
  if (bytes === undefined && objects === undefined) return `Amounts are not reported by ${providerLabel}`
  if (isUncounted(progress) && !isEnded(state)) return 'Nothing counted yet'
  const isGrowing = progress.isCounting === true && state !== 'paused' && state !== 'succeeded'
  return [
    bytes ?? `bytes not reported by ${providerLabel}`,
    objects === undefined ? `objects not reported by ${providerLabel}` : `${objects} objects`,
    ...(isGrowing ? ['found so far'] : []),
  ].join(' · ')
}

/** The amounts of this month. Only the reading for `status` always has them. */
function monthLine([objects, bytes]: readonly [string | undefined, string | undefined], state: State): string {
  const amounts = [...(objects === undefined ? [] : [`${objects} objects`]), ...(bytes === undefined ? [] : [bytes])]
  if (amounts.length > 0) return `This month: ${amounts.join(' · ')}`
  return isEnded(state) ? '' : 'This month: see `/migrate status`'
}

/** Whether the cloud has counted nothing yet. Until then its figures are all 0. */
function isUncounted({ bytes, objects }: Migration['progress']): boolean {
  return [bytes.done, bytes.total, objects.done, objects.total].every((figure = 0) => figure === 0)
}

/** A count of objects or bytes. After success, "all of all" would add nothing. */
function countText({ done, total }: Count, state: State, format: (count: number) => string): string | undefined {
  if (done === undefined) return total === undefined ? undefined : format(total)
  const isAll = total === undefined || (done === total && state === 'succeeded')
  return isAll ? format(done) : `${format(done)} of ${format(total)}`
}

function paceLine(migration: Migration, { kinds }: Pick<Provider, 'kinds'>): string {
  const elapsed = migration.elapsedMs === undefined ? '' : formatDuration(migration.elapsedMs)
  switch (migration.state) {
    case 'running':
    case 'retrying':
      return speedLine(migration)
    case 'queued':
      return isPossible('start', migration, kinds[migration.kind])
        ? 'Waiting to be started'
        : 'Waiting for the cloud to start it'
    case 'succeeded':
      return elapsed === '' ? '' : `took ${elapsed}`
    case 'failed':
      return elapsed === '' ? '' : `ran for ${elapsed}`
    default:
      return ''
  }
}

/**
 * Speed and time left. A migration that never ends has no time left. Empty if the cloud reports no figure, since
 * another line says so.
 */
function speedLine(migration: Migration): string {
  const { speedBytesPerSecond: speed, measured, progress } = migration
  const { bytes, objects } = progress
  const isSilent = [speed, bytes.done, bytes.total, objects.done, objects.total].every((one) => one === undefined)
  if (isSilent) return ''
  if (progress.period !== undefined) return speed === undefined ? '' : formatSpeed(speed)
  const shown = speed === undefined ? measuredText(measured) : formatSpeed(speed)
  return [shown, etaText(migration)].join(' · ')
}

/** The speed that Ferry has measured and over which time, for clouds that report none. */
function measuredText(measured: Migration['measured']): string {
  if (measured === undefined) return 'speed not reported'
  return `${formatSpeed(measured.bytesPerSecond)}, measured by Ferry over ${formatDuration(measured.overMs)}`
}

function etaText(migration: Migration): string {
  const eta = etaOf(migration)
  switch (eta.type) {
    case 'remaining':
      return `${formatRemaining(eta.ms)} left`
    case 'unknown':
      return {
        counting: 'no ETA: still counting',
        'no speed': 'no ETA while nothing is copied',
        'not reported': 'no ETA',
      }[eta.why]
    case 'none':
      return ''
    default:
      return eta satisfies never
  }
}

/** Objects that failed, and those that were not migrated. At an incomplete end, the title warns of these. */
function troubledObjects(migration: Migration): string[] {
  const { objects, notMigrated } = migration.progress
  const failed = objects.failed ? [`:warning: ${plural(objects.failed, 'object')} failed`] : []
  if (notMigrated === undefined || !hasNotMigrated(migration.progress)) return failed
  const missed = `${missedInFull(notMigrated)} not migrated`
  if (isIncomplete(migration)) return [...failed, missed]
  const hint = isEnded(migration.state) ? '' : ' so far. Is the destination bucket locked?'
  return [...failed, `:warning: ${missed}${hint}`]
}

/** Skipped objects, with what the cloud means by that. */
function skippedLine({ provider, progress: { objects } }: Migration, providerLabel: string): string[] {
  if (!objects.skipped) return []
  const skipped = `${formatCount(objects.skipped)} skipped`
  switch (skippedObjects[provider].means) {
    case 'already there':
      return [`${skipped}: already there or unchanged`]
    case 'not documented':
      return [
        `:warning: ${skipped}. ${providerLabel} does not document why: check that they are at the destination before you delete the source`,
      ]
    case 'not migrated':
      return [`:warning: ${skipped}, not migrated`]
    default:
      return skippedObjects[provider].means satisfies never
  }
}

/** Most limits shown. Huawei allows five. */
const mostLimits = 5

function limitLine({ limits = [] }: Migration): string[] {
  if (limits.length === 0) return []
  const rules = limits.map(limitText)
  return [`Limited: ${rules.slice(0, mostLimits).join(', ')}${rules.length > mostLimits ? ', …' : ''}`]
}
