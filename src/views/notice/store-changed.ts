import type { Message } from '../blocks/message.ts'
import { plural } from '../words/format.ts'
import { code, sentence } from '../words/text.ts'

type Lost = {
  /** The trouble with the store. */
  how: string
  storeName: string
  accounts: readonly string[]
  followed: number
}

/** The private message to an admin when Ferry's store is not the one that Ferry started with. */
export function storeChanged({ how, storeName, accounts, followed }: Lost): Message {
  const lines = [
    `:rotating_light: *Ferry has stopped here, because its store changed while Ferry ran:* ${sentence(how)} (${code(storeName)}).`,
    `Missing now: ${keysOf(accounts)}, ${plural(followed, 'follow')}, roles, requests and the audit. Ferry reads and writes nothing and posts no ends until it is restarted. Your clouds go on as they are.`,
    'Ask the people who run Ferry to bring back the right store, then to restart every replica. If that store is lost, restore its backup. With any other store, you have to connect accounts and follow migrations again.',
  ]
  return { text: lines.join('\n'), blocks: [] }
}

function keysOf(accounts: readonly string[]): string {
  if (accounts.length === 0) return 'the keys of your accounts'
  const shown = accounts
    .slice(0, mostNamed)
    .map((name) => code(name))
    .join(', ')
  const more = accounts.length > mostNamed ? ` and ${accounts.length - mostNamed} more` : ''
  return `the keys of ${shown}${more}`
}

/** Most accounts that the message names. */
const mostNamed = 5
