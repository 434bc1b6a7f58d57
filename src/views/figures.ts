import { isPossible } from '../migrations/actions.ts'
import { type Count, isEnded, type Migration, type State } from '../migrations/migration.ts'
import { etaOf, fractionOf } from '../migrations/pace.ts'
import type { Provider } from '../providers/provider.ts'
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
import { limitText, stateWords } from './words.ts'

/**
 * State and share done. The percentage stands before the bar: read aloud, a line begins with what counts. A row beside a
 * button has no room for the bar, and nothing below it that tells of counting.
 */
export function stateLine(migration: Migration, place: 'card' | 'row'): string {
  const { icon, word } = stateWords[migration.state]
  const isCard = place === 'card'
  const native = isCard && migration.state === 'unknown' ? ` (${code(migration.nativeState, 40)})` : ''
  const share = shownFraction(migration)
  const shown = isCard && share !== undefined ? [`${formatPercent(share)} ${formatBar(share)}`] : []
  const said = share !== undefined ? [formatPercent(share)] : isStillCounting(migration) ? ['still counting'] : []
  return [`${icon} ${isCard ? `*${word}*` : word}${native}`, ...(isCard ? shown : said)].join(' · ')
}

function isStillCounting(migration: Migration): boolean {
  const eta = etaOf(migration)
  return eta.type === 'unknown' && eta.why === 'counting'
}

/** Of what has succeeded the share says nothing new, and with skipped objects it can be wrong. */
function shownFraction(migration: Migration): number | undefined {
  return migration.state === 'succeeded' ? undefined : fractionOf(migration)
}

/** What is known in figures, worst news last. Absent figures are never shown as 0. */
export function figureLines(migration: Migration, provider: Pick<Provider, 'label' | 'kinds'>): string[] {
  return [
    amountLine(migration, provider.label),
    paceLine(migration, provider),
    ...troubledObjects(migration),
    ...limitLine(migration),
  ].filter((line) => line !== '')
}

function amountLine({ progress, state }: Migration, providerLabel: string): string {
  const bytes = countText(progress.bytes, state, formatBytes)
  const objects = countText(progress.objects, state, formatCount)
  if (progress.period !== undefined) return monthLine([objects, bytes], state)
  if (bytes === undefined && objects === undefined) return `Amounts are not reported by ${providerLabel}`
  if (isUncounted(progress) && !isEnded(state)) return 'Nothing is counted yet'
  const isGrowing = progress.isCounting === true && state !== 'paused' && state !== 'succeeded'
  return [
    bytes ?? `bytes not reported by ${providerLabel}`,
    objects === undefined ? `objects not reported by ${providerLabel}` : `${objects} objects`,
    ...(isGrowing ? ['found so far'] : []),
  ].join(' · ')
}

/** Not every reading has them, but the one that `status` makes. */
function monthLine([objects, bytes]: readonly [string | undefined, string | undefined], state: State): string {
  const amounts = [...(objects === undefined ? [] : [`${objects} objects`]), ...(bytes === undefined ? [] : [bytes])]
  if (amounts.length > 0) return `This month: ${amounts.join(' · ')}`
  return isEnded(state) ? '' : 'This month: see `/migrate status`'
}

/** Before the cloud has counted anything, its figures are all 0. */
function isUncounted({ bytes, objects }: Migration['progress']): boolean {
  return [bytes.done, bytes.total, objects.done, objects.total].every((figure = 0) => figure === 0)
}

/** Of what has succeeded "all of all" says nothing new. */
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
        : 'Waiting for a free place: the cloud runs only a few at a time'
    case 'succeeded':
      return elapsed === '' ? '' : `took ${elapsed}`
    case 'failed':
      return elapsed === '' ? '' : `ran for ${elapsed}`
    default:
      return ''
  }
}

/** What never ends has no pace to keep. Of what reports nothing at all one line says so. */
function speedLine(migration: Migration): string {
  const { speedBytesPerSecond: speed, measured, progress } = migration
  const { bytes, objects } = progress
  const isSilent = [speed, bytes.done, bytes.total, objects.done, objects.total].every((one) => one === undefined)
  if (isSilent) return ''
  if (progress.period !== undefined) return speed === undefined ? '' : formatSpeed(speed)
  const shown = speed === undefined ? measuredText(measured) : formatSpeed(speed)
  return [shown, etaText(migration)].join(' · ')
}

/** Where the cloud says nothing, Ferry says what it has seen, and over which time. */
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
      return { counting: 'no ETA: still counting', 'no speed': 'no ETA at this speed', 'not reported': 'no ETA' }[
        eta.why
      ]
    case 'none':
      return ''
    default:
      return eta satisfies never
  }
}

function troubledObjects({ progress: { objects } }: Migration): string[] {
  const failed = objects.failed ? [`:warning: ${plural(objects.failed, 'object')} failed`] : []
  const skipped = objects.skipped ? [`${formatCount(objects.skipped)} skipped`] : []
  return failed.length + skipped.length === 0 ? [] : [[...failed, ...skipped].join(' · ')]
}

/** Huawei allows five. */
const mostLimits = 5

function limitLine({ limits = [] }: Migration): string[] {
  if (limits.length === 0) return []
  const rules = limits.map(limitText)
  return [`Limited: ${rules.slice(0, mostLimits).join(', ')}${rules.length > mostLimits ? ', …' : ''}`]
}
