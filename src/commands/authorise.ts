import { bestRoleOf, type Grant, groupsIn, type Role, reaches, roleOf, type Standing } from '../access/roles.ts'
import { AppError } from '../errors.ts'
import type { Origin, Tools } from './command.ts'

export type Asked = {
  origin: Origin
  needs: Role
  /** What is done is done through this account. */
  account?: string
  /** Whether what is remembered of the person will not do. */
  isFresh?: boolean
}
type Authorising = Pick<Tools, 'store' | 'standingOf'>

/**
 * The one place where it is decided who may do what, at the moment of doing it. Resolves to the role that allows it;
 * throws stranger or not_allowed. Without an account it is enough to have the role for any of them: what is then done
 * to one is asked again with it.
 */
export async function authorise(asked: Asked, tools: Authorising): Promise<Role> {
  const { origin, needs, account, isFresh = false } = asked
  if (origin.isStranger) throw new AppError('stranger')
  if (needs === 'viewer') return 'viewer'
  const { items: grants } = await tools.store.grants.list()
  const standing = await tools.standingOf(origin.user, { groups: groupsIn(grants), isFresh })
  const role = account === undefined ? bestRoleOf(standing, grants) : roleOf(standing, grants, account)
  if (!reaches(role, needs)) throw refusal({ ...asked, standing, grants, role })
  return role
}

type Refused = Asked & { standing: Standing; grants: readonly Grant[]; role: Role }

function refusal({ needs, account, standing, grants, role }: Refused): AppError {
  const order = account === undefined ? needs : `${needs} ${account}`
  const where = account === undefined ? '' : ` for \`${account}\``
  const admins = grants.filter(isAdmin).map(({ id }) => id)
  return new AppError(standing.isGuest ? 'guest_not_allowed' : 'not_allowed', {
    needs,
    role,
    where,
    order,
    admins: admins.join(' '),
  })
}

function isAdmin({ type, role, account }: Grant): boolean {
  return type === 'user' && role === 'admin' && account === undefined
}
