import type { Responder } from '../../access/owners.ts'
import type { Subject } from '../../access/roles.ts'
import { type ResponderParts as AskingParts, respondersOf as respondersAbout } from '../../fleet/responders.ts'
import type { Event, Watch } from '../../store/store.ts'

export type ResponderParts = AskingParts & {
  /** Slack user ids of the subjects and of the members of user groups among them, ten at most. */
  peopleOf(subjects: readonly Subject[]): Promise<readonly string[]>
  /** Slack user ids of admins. */
  admins(): Promise<readonly string[]>
}

/** Tells whose turn it is to act about each event, in the channel of a watch. */
export function respondersOf(
  concerns: readonly { event: Event; watch: Watch }[],
  parts: AskingParts,
): Promise<Responder[][]> {
  const about = concerns.map(({ event: { migration }, watch: { requested, createdBy } }) => ({
    migration,
    requester: requested?.by,
    watcher: createdBy,
  }))
  return respondersAbout(about, parts)
}
