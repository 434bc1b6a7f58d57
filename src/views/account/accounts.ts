import type { KnownBlock } from '@slack/types'
import type { Subject } from '../../access/roles.ts'
import type { CloudWords } from '../../migrations/trouble.ts'
import { subjectsText } from '../access/roles.ts'
import { choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { rows } from '../blocks/rows.ts'
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

export function accountList(accounts: readonly AccountLine[], unreadable: number): Message {
  if (accounts.length === 0 && unreadable === 0) return noAccounts()
  const blocks: KnownBlock[] = [
    section(`*${plural(accounts.length, 'account')}* connected`),
    ...(accounts.length > mostInFull ? inBrief(accounts) : rows(accounts, (account) => section(accountText(account)))),
    ...(unreadable > 0
      ? [
          context(
            `:warning: ${plural(unreadable, 'stored account')} can’t be read; nothing was deleted. Ask whoever runs Ferry: the log has the reason.`,
          ),
        ]
      : []),
    ...choices([{ label: 'Connect another', command: 'connect' }]),
  ]
  return { text: plural(accounts.length, 'account'), blocks }
}

const mostInFull = 8

/** Accounts at one line each, in pieces that fit a block. */
function inBrief(accounts: readonly AccountLine[]): KnownBlock[] {
  const lines = accounts.map(({ name, providerLabel }) => `${code(name, 40)} · ${escaped(providerLabel)}`)
  const pieces = Array.from({ length: Math.ceil(lines.length / linesInPiece) }, (_, piece) =>
    lines.slice(piece * linesInPiece, (piece + 1) * linesInPiece).join('\n'),
  )
  return [
    ...rows(pieces, section),
    context('To see one account: `/migrate accounts` and its name, or the first letters of it'),
  ]
}

const linesInPiece = 20

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
