import { randomBytes } from 'node:crypto'
import { refuse } from './refusal.ts'
import { nextId, type Trigger, type World } from './world.ts'

export function issueTrigger(
  world: World,
  origin: Pick<Trigger, 'team_id' | 'user_id' | 'channel_id' | 'entity_id'>,
): string {
  const id = `${world.clock.now()}.${nextId(world, '')}.${randomBytes(8).toString('hex')}`
  world.triggers.set(id, { ...origin, createdAt: world.clock.now(), isUsed: false })
  return id
}

/** Uses a trigger. Refuses with Slack's error if it is unknown, used, too old, or of another team. */
export function exchangeTrigger(world: World, teamId: string, id: string): Trigger {
  const trigger = world.triggers.get(id)
  if (trigger === undefined || trigger.team_id !== teamId) return refuse('invalid_trigger_id')
  if (trigger.isUsed) return refuse('exchanged_trigger_id')
  if (world.clock.now() - trigger.createdAt > world.triggerLifeMs) return refuse('expired_trigger_id')
  trigger.isUsed = true
  return trigger
}
