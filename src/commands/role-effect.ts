import { type Grant, reaches } from '../access/roles.ts'
import { isAppError } from '../errors.ts'
import type { RoleEffect } from '../views/access.ts'
import type { Tools } from './command.ts'

type Asking = Pick<Tools, 'kindOf' | 'membersOf'>

/** What giving a role really gives: those who have left get nothing, guests are operators at most. */
export function effectOf(grant: Grant, tools: Asking): Promise<RoleEffect> {
  return (grant.type === 'user' ? effectOnPerson(grant, tools) : effectOnGroup(grant, tools)).catch(unknownEffect)
}

async function effectOnPerson({ id, role }: Grant, { kindOf }: Asking): Promise<RoleEffect> {
  const kind = await kindOf(id, { isFresh: true })
  if (kind === 'outsider') return 'none'
  return kind === 'guest' && reaches(role, 'approver') ? 'operator at most' : 'whole'
}

/** Of a large group a few will do: one full member makes it a role that somebody has. */
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
