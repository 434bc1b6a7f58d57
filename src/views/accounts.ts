import type { KnownBlock } from '@slack/types'
import { choices, context, section } from './elements.ts'
import { plural } from './format.ts'
import { limits } from './limits.ts'
import type { Message } from './message.ts'
import { at, code, escaped } from './text.ts'

/** What may be shown of an account. */
export type AccountLine = {
  name: string
  providerLabel: string
  facts: Readonly<Record<string, string>>
  createdBy: string
  createdAt: number
}

export function accountList(accounts: readonly AccountLine[], unreadable: number): Message {
  if (accounts.length === 0 && unreadable === 0) return noAccounts()
  const shown = accounts.slice(0, limits.messageBlocks - 5)
  const blocks: KnownBlock[] = [
    section(`*${plural(accounts.length, 'account')}* connected`),
    ...shown.map((account) => section(accountText(account))),
    ...(shown.length < accounts.length ? [context(`${accounts.length - shown.length} more are not shown`)] : []),
    ...(unreadable > 0
      ? [
          context(
            `:warning: ${plural(unreadable, 'stored account')} cannot be read; nothing was deleted. Whoever runs Ferry finds the reason in the log.`,
          ),
        ]
      : []),
    ...choices([{ label: 'Connect another', command: 'connect' }]),
  ]
  return { text: plural(accounts.length, 'account'), blocks }
}

export function accountConnected(name: string, providerLabel: string): Message {
  return {
    text: `Account ${name} is connected`,
    blocks: [
      section(
        `:white_check_mark: ${code(name)} is connected to ${escaped(providerLabel)}. Its secrets are encrypted and will not be shown again.`,
      ),
      ...choices([{ label: 'List migrations', command: `list ${name}` }]),
    ],
  }
}

export function disconnectQuestion(name: string, watches: number): Message {
  const consequence = watches === 0 ? '' : ` ${plural(watches, 'watch', 'watches')} of its migrations will end.`
  return {
    text: `Disconnect ${name}?`,
    blocks: [
      section(
        `Disconnect ${code(name)}? Ferry forgets its credentials.${consequence} The migrations themselves go on in the cloud.`,
      ),
      ...choices([{ label: 'Disconnect', command: `disconnect ${name} --yes`, style: 'danger' }]),
    ],
  }
}

export function disconnected(name: string, watches: number): Message {
  const ended = watches === 0 ? '' : ` ${plural(watches, 'watch', 'watches')} ended.`
  return {
    text: `Account ${name} is disconnected`,
    blocks: [section(`${code(name)} is disconnected and its credentials are forgotten.${ended}`)],
  }
}

function noAccounts(): Message {
  return {
    text: 'No account is connected yet',
    blocks: [
      section('No cloud account is connected yet. Ferry needs one to see migrations.'),
      ...choices([{ label: 'Connect an account', command: 'connect', style: 'primary' }]),
    ],
  }
}

function accountText({ name, providerLabel, facts, createdBy, createdAt }: AccountLine): string {
  const shown = Object.entries(facts).map(([label, value]) => `${escaped(label)} ${code(value, 60)}`)
  return `${code(name)} · ${[escaped(providerLabel), ...shown].join(' · ')}\nconnected by <@${escaped(createdBy)}> ${at(createdAt)}`
}
