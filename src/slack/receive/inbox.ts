import type { Store } from '../../store/store.ts'

/**
 * How long Ferry remembers what Slack sent, in milliseconds. Slack repeats an event after one minute and after five;
 * anything later is a replay.
 */
const rememberMs = 60 * 60_000

/**
 * Whether Slack sends something for the first time, across all replicas. Events are recognised by their id, commands
 * and clicks by their trigger, forms by view and version.
 */
export async function isNew(store: Pick<Store, 'isNew'>, body: unknown): Promise<boolean> {
  const id = identify(body)
  // Without the store, nothing can be changed. The command runs anyway, so that the person is told.
  return id === undefined || store.isNew(id, rememberMs)
}

function identify(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  if ('event_id' in body) return `event:${body.event_id}`
  return 'trigger_id' in body ? `trigger:${body.trigger_id}` : undefined
}
