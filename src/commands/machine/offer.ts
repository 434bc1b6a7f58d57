import { once } from '../../async/once.ts'
import { parseRef } from '../../migrations/typed/ref.ts'
import type { Home, Message, Modal } from '../../views/blocks/message.ts'
import { commandsOn, offeringOnly } from '../../views/blocks/offers.ts'
import { type Asked, isWorthOffering, rightsNow } from './authorise.ts'
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
  const commands = tools.topics.flatMap((topic) => topic.commands)
  // What a button holds may be no command: then nothing is known of it, and it stays.
  const typed = commandsOn(page).flatMap((text) => {
    const parsed = parse(text, commands)
    return parsed.type === 'command' ? [{ text, command: parsed.command, invocation: { ...parsed, origin } }] : []
  })
  const rights = new Map(typed.map(({ text, ...one }) => [text, keyed(rightOf(one))]))
  // A list has the same buttons in every row: each right is asked for once.
  const asked = new Map([...rights.values()].map(({ key, right }) => [key, right]))
  const now = rightsNow(tools)
  const [answers, done] = await Promise.all([
    Promise.all(
      [...asked].map(async ([key, right]) => [key, await isWorthOffering({ origin, ...right }, now)] as const),
    ),
    doneAlready(typed, tools),
  ])
  const isWorth = new Map(answers)
  return offeringOnly(page, (text) => !done.has(text) && (isWorth.get(rights.get(text)?.key ?? '') ?? true))
}

function keyed(right: Right): { key: string; right: Right } {
  return { key: JSON.stringify(right), right }
}

type Typed = { text: string; command: Command; invocation: Invocation }

async function doneAlready(typed: readonly Typed[], { store, providers }: Offering): Promise<Set<string>> {
  const tools = { store: sharingReads(store), providers }
  const checked = typed.map(async ({ text, command, invocation }) =>
    (await command.isDoneAlready?.(invocation, tools)) ? [text] : [],
  )
  return new Set((await Promise.all(checked)).flat())
}

/** A store that reads the watches, and each account, once for all the buttons of a page. */
function sharingReads(store: Offering['store']): Offering['store'] {
  const read = new Map<string, ReturnType<typeof store.accounts.get>>()
  return {
    ...store,
    watches: { ...store.watches, list: once(() => store.watches.list()) },
    accounts: {
      ...store.accounts,
      get(name) {
        const account = read.get(name) ?? store.accounts.get(name)
        read.set(name, account)
        return account
      },
    },
  }
}

type Right = Pick<Asked, 'needs' | 'account' | 'isForAny'>

/** The right that a command needs, as far as its words tell, and whether the role for any account is enough. */
export function rightFor(command: Command, invocation: Invocation): Pick<Right, 'needs' | 'isForAny'> {
  const { needs, concernsAll } = command
  const isAboutAll = typeof concernsAll === 'function' ? concernsAll(invocation) : concernsAll
  return { needs: typeof needs === 'function' ? needs(invocation) : needs, isForAny: !isAboutAll }
}

function rightOf({ command, invocation }: Omit<Typed, 'text'>): Right {
  return { ...rightFor(command, invocation), ...placeIn(invocation) }
}

/** The account that a command names, if any. Then only the role for that account counts. */
function placeIn({ words, flags }: Pick<Invocation, 'words' | 'flags'>): Pick<Right, 'account' | 'isForAny'> {
  const account = parseRef(words[0] ?? flags.like ?? '')?.account
  return account === undefined ? {} : { account, isForAny: false }
}
