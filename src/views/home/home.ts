import type { KnownBlock } from '@slack/types'
import type { Subject } from '../../access/roles.ts'
import type { MigrationRequest } from '../../approvals/request.ts'
import { adminLine } from '../access/roles.ts'
import { button, type Choice, choices, context, divider, section } from '../blocks/elements.ts'
import { limits } from '../blocks/limits.ts'
import type { Home } from '../blocks/message.ts'
import { fittingView } from '../blocks/size.ts'
import { connectAgain, isCurable } from '../notice/account-notice.ts'
import { damageReason } from '../notice/damage.ts'
import type { Finding } from '../page/doctor.ts'
import { closedText } from '../page/said-once.ts'
import { type SubscriptionLine, subscriptionRow } from '../page/subscription-rows.ts'
import { heldHereLines, type WatchLine } from '../page/watches.ts'
import { requestRow } from '../request/forms.ts'
import { plural } from '../words/format.ts'
import { at, escaped, named, sentence } from '../words/text.ts'
import { mineThenOthers, moreRow } from './parts.ts'
import { type HomeWatches, watchBlocks } from './watches.ts'
import { isUsable, missingSteps, type Steps, stepBlocks } from './welcome.ts'

export type HomePage = HomeWatches & {
  accounts: number
  /** Accounts that Ferry can't read, and why. */
  dead: readonly DeadAccount[]
  /**
   * Requests that nobody has decided yet, the one that expires first on top. `isMine`: the person can decide it now.
   */
  waiting: readonly { request: MigrationRequest; isMine: boolean }[]
  /** The subscriptions of the person. */
  subscriptions: readonly SubscriptionLine[]
  /** Who can connect the first account, if there is none and the person can't. */
  admins?: readonly Subject[]
  /** How the workspace stands besides its accounts. For admins. */
  health?: readonly Finding[]
  steps: Steps
}

/** `connectedBy`: Slack user id, if the account's record can be read. `since` is in epoch milliseconds. */
export type DeadAccount = {
  account: string
  trouble: { code: string; what: string; next: string; since?: number }
  connectedBy?: string
}

/**
 * The app's home tab: the next useful step, then what needs the person (accounts that can't be read, requests that they
 * can decide, their failed and late migrations), what needs others, what runs, and what they are subscribed to.
 */
export function homePage(page: HomePage): Home {
  const blocks: KnownBlock[] = [
    ...(isUsable(page.steps) ? [] : [section(introduction)]),
    section(accountLine(page)),
    ...page.dead.slice(0, mostDead).flatMap(deadBlocks),
    ...moreRow(page.dead.length - mostDead, 'can’t be read', { label: 'See all', command: 'accounts' }),
    ...(page.dead.length === 0 ? [] : [divider]),
    ...(page.accounts === 0 ? [] : choices([newMigration, migrations], [connect, keys, help])),
    ...setUpBlocks(page.steps),
    divider,
    ...requestBlocks(page.waiting),
    ...channelBlocks(page),
    ...(page.accounts === 0 && page.watches.length + page.owned.length === 0 ? [] : watchBlocks(page)),
    ...subscriptionBlocks(page.subscriptions),
    ...healthBlocks(page.health),
  ]
  return { type: 'home', blocks: fittingView(withoutIdleLines(blocks).slice(0, limits.viewBlocks)) }
}

/** Only until people work with Ferry: who looks here later has other things to see. */
const introduction =
  '*Ferry* runs bucket-to-bucket migrations from Slack: status, pause, watch, and failures explained.'

/** Channels that hear of nothing now, each reason once: Ferry can't post there, or they are quiet or muted. */
function channelBlocks({ watches, subscriptions, health }: HomePage): KnownBlock[] {
  const followed = [...watches, ...subscriptions]
  // An admin reads what is wrong in channels under Health.
  const lines = [...(health === undefined ? closedLines(followed) : []), ...heldHereLines(followed)]
  const left = lines.length - mostChannels
  const words = left === 1 ? 'hears nothing now' : 'hear nothing now'
  return [
    ...lines.slice(0, mostChannels).map(section),
    ...moreRow(left, words, { label: 'See all', command: 'watches' }),
  ]
}

const mostChannels = 3

function closedLines(lines: readonly Pick<WatchLine, 'channel' | 'broken' | 'damagedSince'>[]): string[] {
  const texts = lines.flatMap(({ channel, broken, damagedSince }) => {
    if (broken !== undefined) return [closedText({ channel, ...broken })]
    return damagedSince === undefined ? [] : [closedText({ channel, what: damageReason, since: damagedSince })]
  })
  return [...new Set(texts)]
}

/** Lines between two parts, and none where a part is missing. */
function withoutIdleLines(blocks: readonly KnownBlock[]): KnownBlock[] {
  return blocks.filter(({ type }, index) => {
    const next = blocks[index + 1]?.type
    return type !== divider.type || (next !== undefined && next !== divider.type)
  })
}

function accountLine({ accounts, dead, admins }: HomePage): string {
  if (accounts === 0) {
    const first = 'First, an admin connects a cloud account.'
    return admins === undefined ? 'First, connect a cloud account.' : `${first} ${adminLine(admins)}`
  }
  const unread = dead.length === 0 ? '' : `, ${dead.length} can’t be read`
  return `${plural(accounts, 'account')} connected${unread}. You can type every command too: \`/migrate help\``
}

/** The first steps while nobody can work with Ferry yet, and later what is missing. */
function setUpBlocks(steps: Steps): KnownBlock[] {
  if (!isUsable(steps)) return stepBlocks(steps)
  const missing = missingSteps(steps)
  return missing === undefined
    ? []
    : [{ ...section(missing), accessory: button({ label: 'Show', command: 'welcome' }) }]
}

/** An account that can't be read: since when, why, what to do, and whose it is. */
function deadBlocks({ account, trouble, connectedBy }: DeadAccount): KnownBlock[] {
  const { code: why, what, next, since } = trouble
  const lines = [`:warning: *${named(account, 40)}*: ${sentence(what)}`, ...(next === '' ? [] : [sentence(next)])]
  const small = [
    ...(since === undefined ? [] : [`since ${at(since)}`]),
    ...(connectedBy === undefined ? [] : [`connected by <@${escaped(connectedBy)}>`]),
  ]
  return [
    section(lines.join('\n')),
    ...(small.length === 0 ? [] : [context(small.join(' · '))]),
    ...(isCurable(why) ? choices([connectAgain(account)]) : []),
  ]
}

const mostDead = 2

/** Requests that wait for the person, then those that wait for others. */
function requestBlocks(waiting: HomePage['waiting']): KnownBlock[] {
  if (waiting.length === 0) return []
  const mine = waiting.filter(({ isMine }) => isMine)
  const others = waiting.filter(({ isMine }) => !isMine)
  const shown = [...mine, ...others].slice(0, mostWaiting)
  const left = waiting.length - shown.length
  return [
    ...mineThenOthers({ mine, others }, { shown, title: waitingTitle, row: ({ request }) => [requestRow(request)] }),
    ...moreRow(left, left === 1 ? 'waits' : 'wait', { label: 'See all', command: 'requests' }),
    divider,
  ]
}

function waitingTitle(half: HomePage['waiting'], { isMine, isAlone }: { isMine: boolean; isAlone: boolean }): string {
  const whose = isMine ? 'your approval' : isAlone ? 'approval' : 'others'
  return `${plural(half.length, 'request waits', 'requests wait')} for ${whose}`
}

const mostWaiting = 3

function subscriptionBlocks(subscriptions: readonly SubscriptionLine[]): KnownBlock[] {
  if (subscriptions.length === 0) return []
  return [
    divider,
    section(`*${plural(subscriptions.length, 'subscription')} of yours*`),
    ...subscriptions.slice(0, mostSubscriptions).map(briefly).map(subscriptionRow),
    ...moreRow(subscriptions.length - mostSubscriptions, 'of them', { label: 'See all', command: 'watches' }),
  ]
}

const mostSubscriptions = 2

/** A subscription without what the page says or counts elsewhere, and without when its channel last heard of it. */
function briefly({ deliveredAt: _, broken: __, ...line }: SubscriptionLine): SubscriptionLine {
  return { ...line, blind: [] }
}

/** Troubles of the workspace, besides the accounts that are named above. */
function healthBlocks(health: readonly Finding[] | undefined): KnownBlock[] {
  if (health === undefined) return []
  const ill = health.filter(({ state }) => state === 'ill')
  const lines = ill.slice(0, mostIll).map(({ part, says }) => `:warning: *${named(part, 60)}*: ${sentence(says)}`)
  const more = ill.length > mostIll ? [`and ${ill.length - mostIll} more`] : []
  const verdict =
    ill.length === 0
      ? ':white_check_mark: Everything that Ferry has to say is delivered.'
      : [...lines, ...more].join('\n')
  return [divider, { ...section(`*Health*\n${verdict}`), accessory: button({ label: 'Examine', command: 'doctor' }) }]
}

const mostIll = 2

const newMigration: Choice = { label: 'New migration', command: 'create', style: 'primary' }
const migrations: Choice = { label: 'List migrations', command: 'list' }
const connect: Choice = { label: 'Connect an account', command: 'connect' }
const keys: Choice = { label: 'Storage keys', command: 'keys' }
const help: Choice = { label: 'Help', command: 'help' }
