import {
  bestRoleOf,
  type Grant,
  groupsIn,
  isAmong,
  type Role,
  reaches,
  roleOf,
  type Standing,
  type Subject,
} from '../../access/roles.ts'
import { approversFor } from '../../approvals/policy.ts'
import { once } from '../../async/once.ts'
import { defined } from '../../defined.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import { currentPolicy } from '../../requests/policies.ts'
import type { WorkspaceStore } from '../../store/store.ts'
import type { Needs, Origin, Part, Tools } from './command.ts'

export type Asked = {
  origin: Origin
  needs: Needs
  /** The account through which something is done. Absent if it concerns all accounts. */
  account?: string
  /** Whether the role for any account is enough, because the account is asked for later. */
  isForAny?: boolean
  /** Whether Slack is asked about the person again, instead of using what Ferry remembers. */
  isFresh?: boolean
}
/** The tools that decide about rights. */
export type Authorising = Pick<Tools, 'standingOf'> & { store: Rights }
type Rights = { grants: Pick<WorkspaceStore['grants'], 'list'>; policies: Pick<WorkspaceStore['policies'], 'list'> }

/** The rights at one moment: roles, the policy and the person are read once for many questions together. */
export function rightsNow({ store, standingOf }: Authorising): Authorising {
  const standings = new Map<string, Promise<Standing>>()
  return {
    store: {
      grants: { list: once(() => store.grants.list()) },
      policies: { list: once(() => store.policies.list()) },
    },
    standingOf(user, asked) {
      const key = JSON.stringify([user, asked])
      const standing = standings.get(key) ?? standingOf(user, asked)
      standings.set(key, standing)
      return standing
    },
  }
}

/** Why something was allowed: the person's role, or the version of the approval policy that names them. */
export type Basis = { role: Role; policy?: number }

/**
 * The one place where it is decided who may do what, at the moment of doing it. Resolves to why it is allowed; throws
 * stranger, not_allowed or not_named, of guests guest_not_allowed or guest_named, and rights_unknown while Slack does
 * not say who somebody is.
 */
export async function authorise(asked: Asked, tools: Authorising): Promise<Basis> {
  const { origin, needs, account, isForAny = false, isFresh = false } = asked
  if (origin.isStranger) throw new AppError('stranger')
  if (needs === 'viewer') {
    if (origin.isMembershipOpen) await tools.standingOf(origin.user, { groups: [], isOldFine: true })
    return { role: 'viewer' }
  }
  const rule: Rule = typeof needs === 'string' ? { role: needs } : await ruleOf(needs, tools)
  const { items: grants } = await tools.store.grants.list()
  const groups = groupsIn([...grants, ...(rule.named?.subjects ?? [])])
  const lookAt = async (some: readonly string[]): Promise<Judged> => {
    const standing = await tools.standingOf(origin.user, { groups: some, isFresh })
    const role = isForAny ? bestRoleOf(standing, grants) : roleOf(standing, grants, account)
    return { standing, grants, role, ...defined({ account }) }
  }
  // Who is meant by name is so also while Slack says nothing about its user groups, or is slow to.
  const alone = await lookAt([])
  const judged = groups.length === 0 || isEnough(rule, alone) ? alone : await lookAt(groups)
  if (rule.named !== undefined) return whoeverIsNamed(rule.named, judged)
  if (!reaches(judged.role, rule.role)) throw roleMissing(rule.role, judged)
  return { role: judged.role }
}

/**
 * Whether a person is offered something. While Slack does not say who they are, everything is offered; acting asks
 * again.
 */
export async function isWorthOffering(asked: Asked, tools: Authorising): Promise<boolean> {
  try {
    await authorise(asked, tools)
    return true
  } catch (error) {
    return !isAppError(error, 'stranger', 'not_allowed', 'not_named', 'guest_not_allowed', 'guest_named')
  }
}

type Rule = { role: Role; named?: Named }
type Named = { subjects: readonly Subject[]; version: number; part: Part }
type Judged = { standing: Standing; grants: readonly Grant[]; role: Role; account?: string }

/** Checks against the present approval policy, not that of the time of the request: people come and go. */
async function ruleOf(part: Part, { store }: Authorising): Promise<Rule> {
  const policy = await currentPolicy(store)
  const subjects = part.to === 'request' ? policy.requesters : approversFor(policy, part.about)
  const role = part.to === 'request' ? 'operator' : 'approver'
  return subjects === undefined ? { role } : { role, named: { subjects, version: policy.version, part } }
}

function isEnough({ role: needed, named }: Rule, { standing, role }: Judged): boolean {
  return named === undefined ? reaches(role, needed) : isAmong(named.subjects, standing)
}

function whoeverIsNamed({ subjects, version, part }: Named, { standing, grants, role }: Judged): Basis {
  if (!isAmong(subjects, standing)) {
    throw new AppError('not_named', {
      act: part.to === 'request' ? 'request migrations' : 'approve this',
      named: subjects.map(({ id }) => id),
      admins: adminsIn(grants),
    })
  }
  if (part.to === 'decide' && standing.isGuest) throw new AppError('guest_named')
  return { role, policy: version }
}

function roleMissing(needs: Role, { account, standing, grants, role }: Judged): AppError {
  const hasItSomewhere = reaches(bestRoleOf(standing, grants), needs)
  const everywhere = hasItSomewhere ? ' for all accounts' : ''
  const where = account === undefined ? everywhere : ` for \`${account}\``
  const code = standing.isGuest ? 'guest_not_allowed' : 'not_allowed'
  const aRole = /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`
  return new AppError(code, { needs, aRole, where, admins: adminsIn(grants, account) })
}

/** Ids of the admins of everything and of this account. */
function adminsIn(grants: readonly Grant[], about?: string): string[] {
  const admins = grants.filter(({ role, account }) => role === 'admin' && (account === undefined || account === about))
  return admins.map(({ id }) => id)
}
