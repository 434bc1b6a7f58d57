import { type Grant, reaches } from '../../../access/roles.ts'
import { isAppError } from '../../../errors/errors.ts'
import type { RoleEffect } from '../../../views/access/roles.ts'
import type { Tools } from '../../machine/command.ts'

type Asking = Pick<Tools, 'kindOf' | 'membersOf'>

/** Real effect of a role on its subject. People who have left get nothing; guests are operators at most. */
export function effectOf(grant: Grant, tools: Asking): Promise<RoleEffect> {
  return (grant.type === 'user' ? effectOnPerson(grant, tools) : effectOnGroup(grant, tools)).catch(unknownEffect)
}

async function effectOnPerson({ id, role }: Grant, { kindOf }: Asking): Promise<RoleEffect> {
  const kind = await kindOf(id, { isFresh: true })
  if (kind === 'outsider') return 'none'
  if (kind === 'app') return 'an app'
  return kind === 'guest' && reaches(role, 'approver') ? 'operator at most' : 'whole'
}

/**
 * Effect of a role on a user group. Looks at up to 20 members, because one full member is enough for the role to have
 * an effect.
 */
async function effectOnGroup(grant: Grant, tools: Asking): Promise<RoleEffect> {
  const members = await tools.membersOf(grant.id, { isFresh: true })
  if (members.length === 0) return 'nobody there'
  const looked = members.slice(0, mostLooked)
  const effects = await Promise.all(looked.map((id) => effectOf({ ...grant, type: 'user', id }, tools)))
  if (effects.includes('whole') || members.length > looked.length) return 'whole'
  return effects.every((effect) => effect === 'none' || effect === 'operator at most') ? 'nobody able' : 'unknown'
}

const mostLooked = 20

function unknownEffect(error: unknown): RoleEffect {
  if (!isAppError(error)) throw error
  return 'unknown'
}
