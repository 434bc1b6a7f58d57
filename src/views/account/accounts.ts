import type { KnownBlock } from '@slack/types'
import type { Subject } from '../../access/roles.ts'
import type { CloudWords } from '../../migrations/trouble.ts'
import { subjectsText } from '../access/roles.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { pageOf, pageRows, pageText, turns } from '../blocks/pages.ts'
import { cloudLines } from '../words/cloud-words.ts'
import { plural } from '../words/format.ts'
import { at, code, escaped, named, notice, sentence } from '../words/text.ts'

/** An account as people may see it. */
export type AccountLine = {
  name: string
  providerLabel: string
  facts: Readonly<Record<string, string>>
  /** Who is named as its owner. */
  owners?: readonly Subject[]
  createdBy: string
  createdAt: number
  /** Its migrations: how many are known, whether these are all, and why they can't be read at the moment. */
  fleet?: {
    known: number
    isWhole: boolean
    isCut?: boolean
    /** How many of these a list shows below others: tasks of groups, runs of synchronization tasks. */
    members?: { tasks: number; runs: number }
    trouble?: { what: string; since: number; cloud?: CloudWords }
  }
}

/** `command`: what lists these accounts. */
type AccountList = { accounts: readonly AccountLine[]; command: string; page: number; unreadable: number }

/** The accounts, those that can't be read first. */
export function accountList({ accounts, command, page, unreadable }: AccountList): Message {
  if (accounts.length === 0 && unreadable === 0) return noAccounts()
  const ill = accounts.filter(isIll)
  const isBrief = accounts.length > mostInFull
  const sorted = [...ill, ...accounts.filter((account) => !isIll(account))]
  const part = pageOf(sorted, page, isBrief ? inBrief : mostInFull)
  const cannot = isBrief && ill.length > 0 ? ` · ${ill.length} can’t be read` : ''
  const blocks: KnownBlock[] = [
    section(`*${plural(accounts.length, 'account')}* connected${cannot}${pageText(part)}`),
    ...(isBrief && part.shown.length > 0
      ? [section(part.shown.map(briefText).join('\n')), context(oneAccount)]
      : pageRows(part, (account) => section(accountText(account)))),
    ...(unreadable > 0
      ? [
          context(
            `:warning: ${plural(unreadable, 'stored account')} can’t be read; nothing was deleted. Ask whoever runs Ferry: the log has the reason.`,
          ),
        ]
      : []),
    ...choices([...turns(command, part), { label: 'Connect another', command: 'connect' }]),
  ]
  return { text: plural(accounts.length, 'account'), blocks }
}

/** Up to so many accounts are shown in full; more of them take a line each. */
const mostInFull = 8
const inBrief = 20

const oneAccount = 'To see one account: `/migrate accounts` and its name, or the first letters of it'

function isIll({ fleet }: AccountLine): boolean {
  return fleet?.trouble !== undefined
}

function briefText({ name, providerLabel, fleet }: AccountLine): string {
  const line = `${code(name, 40)} · ${escaped(providerLabel)}`
  return fleet?.trouble === undefined ? line : `:warning: ${line} · can’t be read since ${at(fleet.trouble.since)}`
}

export function accountConnected(name: string, providerLabel: string): Message {
  return {
    text: notice(`Account ${name} is connected`),
    blocks: [
      section(
        `:white_check_mark: ${code(name)} is connected to ${escaped(providerLabel)}. Its secrets are encrypted and won’t be shown again.`,
      ),
      ...choices([{ label: 'List migrations', command: `list ${name}` }]),
    ],
  }
}

export function disconnectQuestion(name: string, watches: number): Message {
  const consequence = watches === 0 ? '' : ` ${plural(watches, 'watch', 'watches')} of its migrations will end.`
  return {
    text: notice(`Disconnect ${name}?`),
    blocks: [
      section(
        `Disconnect ${code(name)}?\nFerry forgets its credentials.${consequence} The migrations themselves continue in the cloud.`,
      ),
      ...choices([
        { label: 'Disconnect', command: `disconnect ${name} --yes`, style: 'danger' },
        { label: 'Keep it', command: 'accounts' },
      ]),
    ],
  }
}

export function disconnected(name: string, watches: number): Message {
  const ended = watches === 0 ? '' : ` ${plural(watches, 'watch', 'watches')} ended.`
  return {
    text: notice(`Account ${name} is disconnected`),
    blocks: [section(`${code(name)} is disconnected and its credentials are forgotten.${ended}`)],
  }
}

function noAccounts(): Message {
  return {
    text: 'No account is connected yet',
    blocks: [
      section('No cloud account is connected yet. Connect one to see migrations.'),
      ...choices([{ label: 'Connect an account', command: 'connect', style: 'primary' }]),
    ],
  }
}

function accountText({ name, providerLabel, facts, fleet, owners = [], createdBy, createdAt }: AccountLine): string {
  const shown = Object.entries(facts).map(([label, value]) => `${named(label, 40)} ${code(value, 60)}`)
  const count = fleet === undefined ? [] : [countText(fleet)]
  return [
    `${code(name)} · ${[escaped(providerLabel), ...shown].join(' · ')}`,
    [
      ...count,
      ...(owners.length === 0 ? [] : [`owner ${subjectsText(owners)}`]),
      `connected by <@${escaped(createdBy)}> ${at(createdAt)}`,
    ].join(' · '),
    ...(fleet?.trouble === undefined
      ? []
      : [
          `:warning: ${sentence(fleet.trouble.what)} Since ${at(fleet.trouble.since)}.`,
          ...cloudLines(fleet.trouble.cloud),
        ]),
  ].join('\n')
}

/** The migrations of an account, counted as the list counts them, and what stands below them. */
function countText({ known, isWhole, isCut, members }: NonNullable<AccountLine['fleet']>): string {
  const { tasks, runs } = members ?? { tasks: 0, runs: 0 }
  const below = [
    ...(tasks === 0 ? [] : [`${plural(tasks, 'task')} in groups`]),
    ...(runs === 0 ? [] : [`${plural(runs, 'run')} of synchronization tasks`]),
  ]
  const count = [plural(known - tasks - runs, 'migration'), ...below].join(' + ')
  if (isCut) return `${count}; the cloud may not list all`
  return isWhole ? count : `${count} so far, still listing`
}
