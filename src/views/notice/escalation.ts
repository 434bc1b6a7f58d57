import type { Subject } from '../../access/roles.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { subjectsText } from '../access/roles.ts'
import { takeChoice } from '../act/ack.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { routeOf } from '../group/members.ts'
import type { GroupLine } from '../group/places.ts'
import type { GroupTitle } from '../group/title.ts'
import { formatDuration } from '../words/format.ts'
import { code, escaped, named, notice, noticeOf } from '../words/text.ts'
import { endWords } from '../words/words.ts'

type Untaken = {
  id: string
  channel: string
  /** Since when nobody has taken care of it, when others were called about it, and whom. */
  escalated?: { at: number; since: number; to: readonly Subject[] }
  members: readonly GroupLine[]
}

/** Says that nobody takes care of something, to the people who are called instead: in the channel, or in private. */
export function escalationMessage(
  group: Untaken,
  { isPrivate = false, title }: { isPrivate?: boolean; title: GroupTitle },
): Message {
  const { members, channel, escalated: { at, since, to } = { at: 0, since: 0, to: [] } } = group
  const [first] = members
  const waited = formatDuration(at - since)
  const isOne = members.length === 1
  const ref = first === undefined ? '' : refOf({ account: first.account, id: first.migrationId })
  const what = isOne && first !== undefined ? `${wordOf(first)}: ${routeOf(first)}` : title(members, 'told').words
  const where = isPrivate ? ` in <#${escaped(channel)}>` : ''
  return {
    text: noticeOf(`Nobody has taken this for ${waited}: ${what}`),
    blocks: [
      section(
        `:rotating_light: *Nobody has taken this${where} for ${waited}*\n${what}${isPrivate ? '' : calledLine(to)}`,
      ),
      ...(isPrivate ? [context('You get this because you own the account, or because you are an admin.')] : []),
      ...(isOne ? [context(code(ref))] : []),
      ...choices([
        takeChoice(isOne ? ref : `--group ${group.id}`, false),
        ...(isOne ? [{ label: 'Details', command: `status ${ref}` }] : []),
      ]),
    ],
  }
}

function wordOf({ state, missed }: GroupLine): string {
  return state === 'running' ? 'No progress' : named(endWords(state, missed).word)
}

function calledLine(to: readonly Subject[]): string {
  return to.length === 0 ? '\n:warning: Nobody else can be called.' : `\n*Called:* ${subjectsText(to)}`
}

/** Says that nobody who was called could be reached in private. `why`: what Slack says. */
export function nobodyReached(why: readonly string[]): Message {
  const words = 'Slack let Ferry reach none of the people who were called'
  return {
    text: notice(words),
    blocks: [section(`:warning: *${words}.* Please pass this on.${why.length === 0 ? '' : `\n${why.join(' ')}`}`)],
  }
}
