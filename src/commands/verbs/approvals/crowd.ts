import { bestRoleOf, groupsIn, reaches, type Standing } from '../../../access/roles.ts'
import { type Crowd, everybodyNamed, type Named } from '../../../approvals/doubts.ts'
import { isAppError } from '../../../errors/errors.ts'
import type { Tools } from '../../machine/command.ts'

/**
 * Most user groups and people that one check asks Slack about. Slack answers 20 questions about user groups a minute,
 * and more about people.
 */
const mostGroups = 15
const mostPeople = 30

/** Finds out who the people are whom a policy names, as far as Slack says. */
export async function crowdOf(policy: Named, tools: Tools): Promise<Crowd> {
  const named = everybodyNamed(policy)
  const groups = groupsIn(named).slice(0, mostGroups)
  const members = await answered(groups, (group) => tools.membersOf(group, { isFresh: true }))
  const people = named.flatMap(({ type, id }) => (type === 'user' ? [id] : (members.get(id) ?? [])))
  const { items: grants } = await tools.store.grants.list()
  const asked = [...new Set(people)].slice(0, mostPeople)
  const known = await answered(asked, (user) => standingIfMember(user, groupsIn(grants), tools))
  const standings = [...known.values()].filter((standing) => standing !== 'outsider')
  const isOperator = standings.filter((standing) => reaches(bestRoleOf(standing, grants), 'operator'))
  return {
    members,
    guests: new Set(standings.filter(({ isGuest }) => isGuest).map(({ user }) => user)),
    outsiders: new Set(asked.filter((user) => known.get(user) === 'outsider')),
    operators: new Set(isOperator.map(({ user }) => user)),
  }
}

async function standingIfMember(user: string, groups: string[], { standingOf }: Tools): Promise<Standing | 'outsider'> {
  try {
    return await standingOf(user, { groups })
  } catch (error) {
    if (isAppError(error, 'stranger')) return 'outsider'
    throw error
  }
}

/** Answers by id. Ids that nobody knows anything about are left out. */
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
