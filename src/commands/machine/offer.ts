import { parseRef } from '../../migrations/typed/ref.ts'
import type { Home, Message, Modal } from '../../views/blocks/message.ts'
import { commandsOn, offeringOnly } from '../../views/blocks/offers.ts'
import { type Asked, isWorthOffering } from './authorise.ts'
import type { Command, Invocation, Origin, Tools } from './command.ts'
import { parse } from './parse.ts'

export type Offering = Pick<Tools, 'store' | 'providers' | 'standingOf' | 'topics'>

/**
 * A page for one person, without the buttons that would only refuse them or change nothing. A button types a command,
 * so its needs are known without the view that drew it. The command checks again.
 */
export async function offeredTo<Page extends Message | Modal | Home>(
  origin: Origin,
  page: Page,
  tools: Offering,
): Promise<Page> {
  const typed = commandsOn(page)
  const rights = rightsFor(typed, origin, tools)
  // A list has the same buttons in every row: each right is asked for once.
  const asked = new Map([...rights.values()].map((right) => [JSON.stringify(right), right]))
  const answers = await Promise.all(
    [...asked].map(async ([key, right]) => [key, await isWorthOffering({ origin, ...right }, tools)] as const),
  )
  const isWorth = new Map(answers)
  const done = await doneAlready(typed, origin, tools)
  return offeringOnly(page, (text) => !done.has(text) && (isWorth.get(JSON.stringify(rights.get(text))) ?? true))
}

async function doneAlready(typed: readonly string[], origin: Origin, tools: Offering): Promise<Set<string>> {
  const commands = tools.topics.flatMap((topic) => topic.commands)
  const checked = typed.map(async (text) => {
    const parsed = parse(text, commands)
    if (parsed.type === 'problem') return []
    return (await parsed.command.isDoneAlready?.({ ...parsed, origin }, tools)) ? [text] : []
  })
  return new Set((await Promise.all(checked)).flat())
}

type Right = Pick<Asked, 'needs' | 'account' | 'isForAny'>

/** The right that a command needs, as far as its words tell, and whether the role for any account is enough. */
export function rightFor(command: Command, invocation: Invocation): Pick<Right, 'needs' | 'isForAny'> {
  const { needs, concernsAll } = command
  const isAboutAll = typeof concernsAll === 'function' ? concernsAll(invocation) : concernsAll
  return { needs: typeof needs === 'function' ? needs(invocation) : needs, isForAny: !isAboutAll }
}

function rightsFor(typed: readonly string[], origin: Origin, { topics }: Offering): Map<string, Right> {
  const commands = topics.flatMap((topic) => topic.commands)
  const rights = typed.flatMap((text) => {
    const parsed = parse(text, commands)
    if (parsed.type === 'problem') return []
    return [[text, { ...rightFor(parsed.command, { ...parsed, origin }), ...placeIn(parsed) }] as const]
  })
  return new Map(rights)
}

/** The account that a command names, if any. Then only the role for that account counts. */
function placeIn({ words, flags }: Pick<Invocation, 'words' | 'flags'>): Pick<Right, 'account' | 'isForAny'> {
  const account = parseRef(words[0] ?? flags.like ?? '')?.account
  return account === undefined ? {} : { account, isForAny: false }
}
