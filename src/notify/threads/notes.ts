import { stalledAfterMs } from '../../migrations/figures/pace.ts'
import { isSettled, type Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Event, EventDetails } from '../../store/store.ts'
import { choices, context, section } from '../../views/blocks/elements.ts'
import type { Message } from '../../views/blocks/message.ts'
import { possibleActions } from '../../views/card/choices.ts'
import { byWhom } from '../../views/words/actor.ts'
import { formatBytes, formatDuration, plural } from '../../views/words/format.ts'
import { at, code } from '../../views/words/text.ts'
import { actionWords, route } from '../../views/words/words.ts'

/** The line that an event adds to the thread's history, with who caused it. Undefined for what the card alone can show. */
export function noteFor(
  { details, actor }: Pick<Event, 'details' | 'actor'>,
  shown: { migration: Migration; provider: Pick<Provider, 'label'> },
): string | undefined {
  const { migration, provider } = shown
  const by = byWhom(actor)
  switch (details.type) {
    case 'renamed':
      return `Renamed${by}: ${code(details.from)} is now ${code(details.to)}`
    case 'state':
      return stateNote(details, { migration, by })
    case 'counted':
      return `Source counted: ${totals(migration)}`
    case 'objects-failing':
      return `${plural(details.failed, 'object')} failed so far${sinceWhen(migration)}; the rest continue`
    case 'unlisted':
      return `${provider.label} no longer lists it`
    case 'stalled':
    case 'corrected':
      return undefined
    default:
      return details satisfies never
  }
}

type Stalled = { migration: Migration; provider: Pick<Provider, 'kinds'> }

/** The message to the channel about a migration that stands still, since that seldom mends itself. */
export function stallNote({ migration, provider }: Stalled, movedAt: number): Message {
  const ref = refOf(migration)
  const canPause = possibleActions(migration, provider).includes('pause')
  const quiet = formatDuration(Math.max(stalledAfterMs, migration.readAt - movedAt))
  const text = `:warning: *No progress for ${quiet}: ${route(migration.source, migration.target)}*`
  return {
    text: `No progress for ${quiet}: ${ref}`,
    blocks: [
      section(
        `${text}\nThe cloud still reports it as running. Many skipped objects, a very large object, a throttled source or a network problem can look like this.`,
      ),
      context(`${code(ref)} · last change ${at(movedAt)}`),
      ...choices([
        ...(canPause ? [{ label: actionWords.pause.label, command: actionWords.pause.command(ref) }] : []),
        { label: 'Details', command: `status ${ref}` },
      ]),
    ],
  }
}

/** What happened, followed by who did it. Waiting is nobody's doing; starting what waits is. */
function stateNote(
  { from, to }: Extract<EventDetails, { type: 'state' }>,
  { migration, by }: { migration: Migration; by: string },
): string | undefined {
  switch (to) {
    case 'running':
      if (from === 'queued') return `Started${by}`
      return `${isSettled(from) ? 'Started' : 'Running'} again${by}`
    case 'queued':
      return by === '' ? 'Waiting for the cloud to start it' : `Started again${by}, waiting for the cloud`
    case 'retrying':
      return by === '' ? 'Retrying failed objects' : `Retry of failed objects started${by}`
    case 'paused':
      return `Paused${by}`
    case 'unknown':
      return `Now in an unknown state: ${code(migration.nativeState, 40)}`
    default:
      return undefined
  }
}

function sinceWhen({ progress }: Migration): string {
  return progress.period === undefined ? '' : ' this month'
}

function totals({ progress: { bytes, objects } }: Migration): string {
  const parts = [
    ...(objects.total === undefined ? [] : [plural(objects.total, 'object')]),
    ...(bytes.total === undefined ? [] : [formatBytes(bytes.total)]),
  ]
  return parts.length === 0 ? 'totals are known now' : parts.join(', ')
}
