import type { Store } from '../store/store.ts'

/** Slack repeats an event after a minute and after five; anything older is a replay. */
const rememberMs = 60 * 60_000

/**
 * Whether something that Slack sent is here for the first time, over all replicas: events by their id, commands and
 * clicks by their trigger, forms by view and version.
 */
export async function isNew(store: Pick<Store, 'claim'>, body: unknown): Promise<boolean> {
  const id = identify(body)
  if (id === undefined) return true
  try {
    return (await store.claim(`inbox:${id}`, rememberMs)) !== undefined
  } catch {
    // Without the store nothing can be changed, but the person must hear so: the command itself will say it.
    return true
  }
}

function identify(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  if ('event_id' in body) return `event:${body.event_id}`
  return 'trigger_id' in body ? `trigger:${body.trigger_id}` : undefined
}
