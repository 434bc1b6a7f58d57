import { type Acts, attribute, mayHaveActors, recentActs } from '../fleet/actors.ts'
import type { WorkspaceStore } from '../store/store.ts'
import type { RoundResult } from './account/read-account.ts'

type Reading = {
  store: Pick<WorkspaceStore, 'audit'>
  now: number
  log: { warn(details: object, message: string): void }
}

/** Adds to the events of a round who caused them. Reads the audit only if somebody may have caused any. */
export async function withActors(result: RoundResult, reading: Reading): Promise<RoundResult> {
  if (!mayHaveActors(result.folded)) return result
  const acts = await readActs(reading)
  if (acts === undefined) return result
  return { ...result, folded: result.folded.map((folded) => attribute(folded, acts)) }
}

/** What was done lately, newest first. Undefined if the audit can't be read: then nobody is named. */
async function readActs({ store, now, log }: Reading): Promise<Acts | undefined> {
  try {
    return await recentActs(store.audit.newestFirst(), now)
  } catch (error) {
    log.warn({ err: error }, 'The audit could not be read, so events do not say who caused them')
    return undefined
  }
}
