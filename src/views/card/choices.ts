import type { ActionsBlock } from '@slack/types'
import type { Explanation } from '../../catalogue/explain.ts'
import { defined } from '../../defined.ts'
import { type Action, actionsFor, keepsStatistics, offeredActions } from '../../migrations/actions.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Provider } from '../../providers/provider.ts'
import { type Choice, choices } from '../blocks/elements.ts'
import { limits } from '../blocks/limits.ts'
import { actionWords } from '../words/words.ts'

export type Chosen = Explained & { purpose: 'reply' | 'live' | 'shared' }

/** A migration, and why it failed or is incomplete, if either is so. */
export type Explained = {
  migration: Migration
  provider: Pick<Provider, 'kinds'>
  explanation: Explanation | undefined
}

/** Actions that are possible for a migration now. */
export function possibleActions(migration: Migration, provider: Chosen['provider']): Action[] {
  return actionsFor(migration, provider.kinds[migration.kind])
}

/**
 * The buttons of a card: what helps first, and a menu for the rest. Final actions are in the menu, so that nobody
 * presses one by accident, unless it is the only action that is possible: then people look for it.
 */
export function cardChoices(card: Chosen): ActionsBlock[] {
  if (card.migration.state === 'deleted') return []
  const offers = fitting(offersOf(card))
  const only = onlyAction(card)
  const isHidden = ({ name }: Offer) => isHarmful(name) && name !== only
  const harmful = offers.filter(isHidden)
  const harmless = offers.filter((offer) => !isHidden(offer)).toSorted((a, b) => rankAs(b, only) - rankAs(a, only))
  const isRowEnough = offers.length <= buttonsInRow && harmful.length === 0
  const row = harmless.slice(0, isRowEnough ? buttonsInRow : buttonsInRow - 1)
  const menu = [...harmless.slice(row.length), ...harmful]
  const drawn = ({ choice }: Offer) => choice
  return choices(row.map(drawn), menu.map(drawn))
}

/** Rank of an offer. The only possible action comes before offers that just show something. */
function rankAs({ name }: Offer, only: Action | undefined): number {
  return name === only ? 1 : 0
}

function onlyAction({ migration, provider }: Chosen): Action | undefined {
  const [first, second] = possibleActions(migration, provider)
  return second === undefined && first === 'cancel' ? first : undefined
}

/** How many buttons fit a row on a phone. The menu takes the place of one. */
const buttonsInRow = 3
const mostOffers = buttonsInRow - 1 + limits.overflowOptions

type Around = 'again' | 'group' | 'failures' | 'tasks' | 'statistics' | 'watch' | 'share' | 'refresh'
type Offer = { name: Action | Around; choice: Choice }

/** Offers in the order in which people want them when something has woken them. */
const order: readonly Offer['name'][] = [
  'pause',
  'start',
  'retry-failed',
  'again',
  'group',
  'failures',
  'tasks',
  'retry',
  'push',
  'statistics',
  'watch',
  'edit',
  'limit',
  'prioritize',
  'refresh',
  'share',
  'cancel',
  'delete',
]

/** Offers to leave out, in this order, if not all fit. Each can be typed, or the channel's own card does it. */
const dispensable: readonly Offer['name'][] = [
  'refresh',
  'watch',
  'statistics',
  'tasks',
  'prioritize',
  'limit',
  'edit',
  'push',
]

function fitting(offers: readonly Offer[]): readonly Offer[] {
  if (offers.length <= mostOffers) return offers
  const least = dispensable.find((name) => offers.some((offer) => offer.name === name))
  return least === undefined ? offers : fitting(offers.filter(({ name }) => name !== least))
}

function offersOf(card: Chosen): Offer[] {
  const helps = helpfulAction(card)
  const rank = ({ name }: Offer) => (name === helps ? -1 : order.indexOf(name))
  return [...actionOffers(card, helps), ...offersAround(card)].toSorted((a, b) => rank(a) - rank(b))
}

/** The action to highlight. After a failure it is the one that the explanation names. */
function helpfulAction({ migration, explanation }: Explained): Action | undefined {
  if (migration.state === 'paused') return 'start'
  const retry = explanation?.retry
  if (retry === undefined || retry === 'new migration' || retry === 'none') return undefined
  return retry === 'failed objects' ? 'retry-failed' : 'retry'
}

/** The choice that helps most after a failure. Undefined if nothing that can be pressed helps. */
export function choiceThatHelps(explained: Explained): Choice | undefined {
  const { migration, provider } = explained
  const helps = helpfulAction(explained)
  if (helps === undefined || !possibleActions(migration, provider).includes(helps)) return createAgain(explained)
  const { label, command } = actionWords[helps]
  return { label, command: command(refOf(migration)), style: 'primary' }
}

/**
 * The choice to create a failed or incomplete migration again, if only a new one helps or the cloud cannot repeat this
 * one. Undefined if none can be created, and for a task of a group, which is repeated with its group.
 */
export function createAgain({ migration, provider, explanation }: Explained): Choice | undefined {
  const { kind, groupId } = migration
  const retry = explanation?.retry
  if (groupId !== undefined || retry === undefined || retry === 'none') return undefined
  if (provider.kinds[kind]?.can.creation === undefined) return undefined
  const actions = possibleActions(migration, provider)
  const canRepeat = actions.includes('retry') || actions.includes('retry-failed')
  const copy: Choice = { label: 'Create a copy of this', command: `create --like ${refOf(migration)}` }
  if (canRepeat && retry === 'restart or new migration') return copy
  return canRepeat && retry !== 'new migration' ? undefined : { ...copy, style: 'primary' }
}

function actionOffers(card: Explained, helps: Action | undefined): Offer[] {
  const { migration } = card
  return actionsOnCard(card).map((name) => {
    const { label, command } = actionWords[name]
    const style = isHarmful(name) ? 'danger' : name === helps ? 'primary' : undefined
    return { name, choice: { label, command: command(refOf(migration)), ...defined({ style }) } }
  })
}

/** The actions that a card offers. A limit helps a failed migration only if its speed was the cause. */
function actionsOnCard({ migration, provider, explanation }: Explained): Action[] {
  const offered = offeredActions(migration, provider.kinds[migration.kind])
  const isTooFast = explanation?.remedy === 'limit speed'
  return possibleActions(migration, provider).filter(
    (name) => offered.includes(name) || (isTooFast && name === 'limit'),
  )
}

function offersAround(card: Chosen): Offer[] {
  const { migration, provider, purpose } = card
  const ref = refOf(migration)
  const kind = provider.kinds[migration.kind]
  const isOver = isEnded(migration.state) && migration.state !== 'failed'
  const again = createAgain(card)
  const offer = (isOffered: boolean | undefined, name: Around, choice: Choice) => (isOffered ? [{ name, choice }] : [])
  return [
    ...(again === undefined ? [] : [{ name: 'again' as const, choice: again }]),
    ...offer(migration.groupId !== undefined, 'group', {
      label: 'Task group',
      command: `status ${refOf({ account: migration.account, id: migration.groupId ?? '' })}`,
    }),
    ...offer(kind?.can.failures && hasFailureList(migration), 'failures', {
      label: 'Which objects failed?',
      command: `failures ${ref}`,
    }),
    ...offer(kind?.hasTasks, 'tasks', { label: 'List its tasks', command: `list --group ${ref}` }),
    ...offer(kind?.hasRuns, 'tasks', { label: 'List its runs', command: `list --sync ${ref}` }),
    ...offer(keepsStatistics(migration, kind), 'statistics', { label: 'Statistics', command: `stats ${ref}` }),
    ...offer(purpose !== 'live' && !isOver, 'watch', { label: 'Watch here', command: `watch ${ref}` }),
    ...offer(purpose === 'reply', 'share', { label: 'Share to channel', command: `status ${ref} --share` }),
    ...offer(!isOver, 'refresh', { label: 'Refresh', command: `status ${ref}${purpose === 'live' ? ' --live' : ''}` }),
  ]
}

export function hasFailureList({ failedObjects }: Migration): boolean {
  return failedObjects?.listKey !== undefined
}

function isHarmful(name: Offer['name']): boolean {
  return name === 'delete' || name === 'cancel'
}
