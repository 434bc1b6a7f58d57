import { bestRoleOf, groupsIn, reaches } from '../access/roles.ts'
import type { Crowd, Named } from '../approvals/doubts.ts'
import { everyApprover } from '../approvals/policy.ts'
import { isAppError } from '../errors.ts'
import type { Tools } from './command.ts'

/** Slack answers 20 questions about user groups a minute, and more about people. */
const mostGroups = 15
const mostPeople = 30

/** Who they are whom a policy names, as far as Slack says. */
export async function crowdOf(policy: Named, tools: Tools): Promise<Crowd> {
  const deciding = everyApprover(policy)
  const groups = groupsIn([...(policy.requesters ?? []), ...deciding]).slice(0, mostGroups)
  const members = await answered(groups, (group) => tools.membersOf(group))
  const people = deciding.flatMap(({ type, id }) => (type === 'user' ? [id] : (members.get(id) ?? [])))
  const { items: grants } = await tools.store.grants.list()
  const asked = [...new Set(people)].slice(0, mostPeople)
  const known = await answered(asked, (user) => tools.standingOf(user, { groups: groupsIn(grants) }))
  const standings = [...known.values()]
  const isOperator = standings.filter((standing) => reaches(bestRoleOf(standing, grants), 'operator'))
  return {
    members,
    guests: new Set(standings.filter(({ isGuest }) => isGuest).map(({ user }) => user)),
    operators: new Set(isOperator.map(({ user }) => user)),
  }
}

/** By the id that was asked about; what nobody knows is left out. */
async function answered<Answer>(
  ids: readonly string[],
  ask: (id: string) => Promise<Answer>,
): Promise<Map<string, Answer>> {
  const all = await Promise.all(ids.map((id) => ask(id).then((answer) => [[id, answer] as const], notKnown)))
  return new Map(all.flat())
}

function notKnown(error: unknown): [] {
  if (isAppError(error)) return []
  throw error
}
