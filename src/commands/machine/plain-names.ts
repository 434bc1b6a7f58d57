import type { Subject } from '../../access/roles.ts'
import { AppError } from '../../errors/errors.ts'
import { userIn } from '../../text/mention.ts'
import { whichGroup, whichPerson } from '../../views/access/which-person.ts'
import { groupNamed } from '../user-groups.ts'
import type { DrawnReply, Tools } from './command.ts'
import { quoted, withoutTrail } from './tokenize.ts'

/** A person as `@name` that Slack has not turned into a mention: phones send it so if nobody was picked from the list. */
function isPlainName(word: string): boolean {
  return /^@[^\s<>|]/.test(word)
}

/** The subject of a mention as Slack sends it: `<@U123|name>` or `<!subteam^S123|@name>`. */
export function subjectIn(word: string): Subject | undefined {
  const user = userIn(word)
  if (user !== undefined) return { type: 'user', id: user }
  const group = /^<!subteam\^(S[A-Z0-9]+)(\|[^>]*)?>$/.exec(word)?.[1]
  return group === undefined ? undefined : { type: 'group', id: group }
}

/** The words with the person in place of the name, or the question which of several people is meant. */
export type Resolved = { type: 'words'; words: readonly string[] } | { type: 'question'; reply: DrawnReply }

type Naming = {
  verb: string
  words: readonly string[]
  /** Whether the person who asks confirms even a name that only one person has. */
  isConfirmed?: boolean
}

/**
 * Puts people and user groups in place of their plain names. Throws AppError usage if nobody has a name, and rights_unknown
 * if Slack does not say.
 */
export async function withPeople(
  { verb, words, isConfirmed = false }: Naming,
  tools: Pick<Tools, 'peopleNamed' | 'userGroups'>,
): Promise<Resolved> {
  const index = words.findIndex(isPlainName)
  const name = withoutTrail(words[index] ?? '')
  if (index < 0) return { type: 'words', words }
  const { people, isWhole } = await tools.peopleNamed(name)
  const [only] = people
  const group = only === undefined ? await groupNamed(name, tools) : undefined
  if (group !== undefined) return withGroup(group, { name, index, verb, words, isConfirmed }, tools)
  if (only === undefined) throw nobody(name, { verb, words })
  const withPerson = (user: string) => words.with(index, `<@${user}>`)
  if (people.length === 1 && isWhole && !isConfirmed) {
    return withPeople({ verb, words: withPerson(only) }, tools)
  }
  const message = whichPerson(name, people, (user) => [verb, ...withPerson(user).map(quoted)].join(' '))
  return { type: 'question', reply: { type: 'message', message } }
}

type NamedGroup = Required<Naming> & { name: string; index: number }

/** No two user groups have one handle. */
function withGroup(
  group: string,
  { name, index, isConfirmed, ...naming }: NamedGroup,
  tools: Pick<Tools, 'peopleNamed' | 'userGroups'>,
): Promise<Resolved> | Resolved {
  const words = naming.words.with(index, `<!subteam^${group}>`)
  if (!isConfirmed) return withPeople({ ...naming, words }, tools)
  const message = whichGroup(name, group, [naming.verb, ...words.map(quoted)].join(' '))
  return { type: 'question', reply: { type: 'message', message } }
}

/** The error for a name that nobody has, with the typed command as an example. */
function nobody(name: string, { verb, words }: Naming): AppError {
  const problem = `Ferry finds nobody here called \`${name.slice(0, 40)}\`. Choose the person from the list that Slack shows after @.`
  const isPerson = (word: string) => isPlainName(word) || subjectIn(word) !== undefined
  const example = words.map((word) => (isPerson(word) ? '@person' : quoted(word)))
  return new AppError('usage', { problem, usage: [verb, ...example].join(' ').slice(0, 200) })
}
