import type { Actor } from '../../migrations/actor.ts'
import { escaped } from './text.ts'

/** Who caused what was just named, to be added to it. Empty if nobody did, or nobody knows. */
export function byWhom(actor: Actor | undefined): string {
  if (actor === undefined) return ''
  return actor.type === 'person' ? ` by <@${escaped(actor.user)}>` : ' outside Ferry'
}
