import { hashOf } from '../access/canonical.ts'
import type { Subject } from '../access/roles.ts'
import { defined } from '../defined.ts'
import {
  type ApprovalPolicy,
  approversFor,
  everyApprover,
  type Matter,
  neededFor,
  type StricterRule,
} from './policy.ts'

/** The people whom a policy names, as far as Ferry could find out about them. */
export type Crowd = {
  /** Members of each user group. A group is absent if nobody could find out who is in it. */
  members: ReadonlyMap<string, readonly string[]>
  guests: ReadonlySet<string>
  /** People who have left, or belong to another workspace. */
  outsiders: ReadonlySet<string>
  /** People who may request migrations because of their role. */
  operators: ReadonlySet<string>
}

/** A reason why a policy may not work as intended. Without an account and a size it concerns every request. */
export type Doubt =
  | { type: 'empty group' | 'unknown group'; group: string }
  | { type: 'guest' | 'outsider'; user: string }
  | ({ type: 'too few'; needed: number; able: number } & Where)
  /** Nobody would be left to approve a request of one of these people. */
  | ({ type: 'none left'; users: readonly string[] } & Where)
type Where = Pick<StricterRule, 'account' | 'aboveBytes'>

export type Named = Pick<
  ApprovalPolicy,
  'requesters' | 'approvers' | 'stricter' | 'needed' | 'allowsSelf' | 'escalateTo' | 'breakGlass'
>

/** Everybody whom a policy names for anything. */
export function everybodyNamed(policy: Named): Subject[] {
  const { requesters = [], escalateTo, breakGlass } = policy
  const called = [escalateTo, breakGlass].filter((one) => one !== undefined)
  return [...requesters, ...everyApprover(policy), ...called]
}

/** Finds everything about a policy that may not work as intended, each doubt once. Pure. */
export function doubtsAbout(policy: Named, crowd: Crowd): Doubt[] {
  const { breakGlass } = policy
  const deciding = [...everyApprover(policy), ...(breakGlass === undefined ? [] : [breakGlass])]
  const named = everybodyNamed(policy)
  const doubts = [
    ...named.flatMap((subject) => doubtsAboutGroup(subject, crowd)),
    ...named.flatMap(({ id }): Doubt[] => (crowd.outsiders.has(id) ? [{ type: 'outsider', user: id }] : [])),
    ...deciding.flatMap(({ id }): Doubt[] => (crowd.guests.has(id) ? [{ type: 'guest', user: id }] : [])),
    ...shortages(policy, crowd),
  ]
  return [...new Map(doubts.map((doubt) => [JSON.stringify(doubt), doubt])).values()]
}

/** Key of exactly these doubts, so that agreeing to them does not agree to others. */
export function keyOf(doubts: readonly Doubt[]): string {
  return hashOf(JSON.stringify(doubts)).slice(0, 16)
}

function doubtsAboutGroup({ type, id }: Subject, { members }: Crowd): Doubt[] {
  if (type === 'user' || (members.get(id)?.length ?? 0) > 0) return []
  return [{ type: members.has(id) ? 'empty group' : 'unknown group', group: id }]
}

/** Doubts about too few approvers. Each shortage is told once, in the most general case that shows it. */
function shortages(policy: Named, crowd: Crowd): Doubt[] {
  const found = new Map<string, Doubt>()
  for (const where of placesIn(policy)) {
    const matter = matterIn(where)
    const able = peopleIn(approversFor(policy, matter), crowd)
    const needed = neededFor(policy, matter)
    const doubt = able === undefined ? undefined : shortage({ able, needed, where }, policy, crowd)
    const key = `${needed} ${able?.join(' ')}`
    if (doubt !== undefined && !found.has(key)) found.set(key, doubt)
  }
  return [...found.values()]
}

type Case = { able: readonly string[]; needed: number; where: Where }

function shortage({ able, needed, where }: Case, policy: Named, crowd: Crowd): Doubt | undefined {
  if (able.length < needed) return { type: 'too few', needed, able: able.length, ...where }
  if (needed === 0 || policy.allowsSelf || able.length > needed) return undefined
  const requesters = policy.requesters === undefined ? crowd.operators : new Set(peopleIn(policy.requesters, crowd))
  const users = able.filter((user) => requesters.has(user))
  return users.length === 0 ? undefined : { type: 'none left', users, ...where }
}

/** Ids of the full members among the subjects. Undefined if nobody is named or a group's members are unknown. */
function peopleIn(
  subjects: readonly Subject[] | undefined,
  { members, guests, outsiders }: Crowd,
): string[] | undefined {
  const all = subjects?.map(({ type, id }) => (type === 'user' ? [id] : members.get(id)))
  const known = all?.filter((ids) => ids !== undefined)
  if (known === undefined || known.length < (all?.length ?? 0)) return undefined
  return [...new Set(known.flat())].filter((user) => !guests.has(user) && !outsiders.has(user))
}

/** The cases that a policy's rules distinguish, the most general first. */
function placesIn({ stricter }: Named): Where[] {
  const accounts = [undefined, ...new Set(stricter.map(({ account }) => account).filter((one) => one !== undefined))]
  const sizes = [undefined, ...new Set(stricter.map(({ aboveBytes }) => aboveBytes).filter((one) => one !== undefined))]
  return accounts.flatMap((account) =>
    sizes.map((aboveBytes) => ({
      ...defined({ account, aboveBytes }),
    })),
  )
}

function matterIn({ account = '', aboveBytes }: Where): Matter {
  return { spec: { account }, bytes: aboveBytes === undefined ? 0 : aboveBytes + 1 }
}
