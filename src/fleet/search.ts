import { z } from 'zod'
import { defined } from '../defined.ts'
import { countSchema, familiesOf } from '../migrations/families.ts'
import { type Migration, migrationSchema } from '../migrations/migration.ts'
import { scopeSchema } from '../migrations/set.ts'
import { type Trouble, troubleSchema } from '../migrations/trouble.ts'
import { matchBucket, matchRef, mayBeginId, type Ref } from '../migrations/typed/ref.ts'
import type { AccountHealth } from '../store/store.ts'
import { nearest } from '../text/nearest.ts'
import { type AccountFleet, knownUnder, listedIn } from './account-fleet.ts'
import { lateSince } from './acks.ts'
import { isTold } from './health.ts'
import type { Known } from './judge/known.ts'
import { listAnswerSchema, listFleet, listQuestionSchema } from './list.ts'
import { countsOf } from './sets.ts'
import { fleetsOf, keyOf, knownOf, type WorkspaceFleet } from './workspace-fleet.ts'

/** A question to a workspace's fleet. */
export const questionSchema = z.discriminatedUnion('type', [
  /**
   * Migrations that a typed reference fits: by id, the start of an id, name, source bucket or destination bucket. Older
   * replicas leave the target out, and then find by the source bucket.
   */
  z.object({
    type: z.literal('find'),
    ref: z.object({
      account: z.string().exactOptional(),
      text: z.string(),
      isPrefix: z.boolean(),
      target: z.string().exactOptional(),
      ids: z.array(z.string()).readonly().exactOptional(),
    }),
  }),
  /** These migrations, each by its account and whole id. */
  z.object({ type: z.literal('these'), migrations: z.array(z.object({ account: z.string(), id: z.string() })) }),
  /** How each account stands. */
  z.object({ type: z.literal('accounts') }),
  /** The migrations of all watches. */
  z.object({ type: z.literal('watched') }),
  /**
   * How sets stand, by the subscription's id. They come with the question, because the leader hears of a subscription a
   * moment after it is stored. Older replicas leave them out and get no answer.
   */
  z.object({ type: z.literal('sets'), sets: z.array(z.object({ id: z.string(), of: scopeSchema })) }),
  /** The leader's looks at what moves in each account. */
  z.object({ type: z.literal('looks') }),
  /** One page of the migrations of some accounts. */
  listQuestionSchema,
])
export type FleetQuestion = z.infer<typeof questionSchema>

const sightedSchema = z.object({
  migration: migrationSchema,
  /** The project that the migration is in. */
  identity: z.string(),
  /** Why it can't be read at the moment. */
  trouble: troubleSchema.exactOptional(),
  /** Whether Ferry itself has deleted it: it is gone if the cloud does not find it. */
  isDeletedByFerry: z.literal(true).exactOptional(),
  /** When figures or state last changed, in epoch milliseconds. Absent in answers of older replicas. */
  movedAt: z.number().exactOptional(),
  /** Since when nothing has moved, in epoch milliseconds, if that is long ago. */
  stalledSince: z.number().exactOptional(),
  /** Since when it has been too late for a deadline, in epoch milliseconds. */
  lateSince: z.number().exactOptional(),
  /** Id of the watch, in answers about watches. */
  watchId: z.string().exactOptional(),
  /** Numbers of its recent events, in answers about watches. */
  events: z.array(z.number()).exactOptional(),
})
export type Sighted = z.infer<typeof sightedSchema>

export const answerSchema = z.object({
  sighted: z.array(sightedSchema),
  /** Accounts, whether each has been listed completely, and what is wrong with it. */
  accounts: z.array(
    z.object({
      account: z.string(),
      identity: z.string(),
      isWhole: z.boolean(),
      /** Whether the cloud may leave out some of the list, however often it is read. */
      isCut: z.boolean().exactOptional(),
      known: z.number(),
      /**
       * How many of these are tasks of a known group, and runs of a known synchronization task. In answers about
       * accounts.
       */
      members: z.object({ tasks: z.number(), runs: z.number() }).exactOptional(),
      trouble: troubleSchema.exactOptional(),
      /** When it last answered a round of its leader, in epoch milliseconds. */
      readAt: z.number().exactOptional(),
    }),
  ),
  /** How many migrations fit a reference, if that is more than are sent. */
  total: z.number().exactOptional(),
  /** If no migration fits a reference, the ids that are most like it. */
  nearest: z.array(z.string()).exactOptional(),
  /**
   * If no migration fits a reference, the deleted ones that do, by id, name or title. At most so many that it shows whether
   * one is meant. Absent in answers of older replicas.
   */
  deleted: z.array(z.object({ account: z.string(), identity: z.string(), id: z.string() })).exactOptional(),
  /** The answer to a question for looks, by account. */
  looks: z.record(z.string(), z.object({ ended: z.number(), isLooking: z.boolean() })).exactOptional(),
  /** The answer to a question for sets: the migrations of each by state, by the subscription's id. */
  sets: z.array(z.object({ id: z.string(), counts: z.array(countSchema) })).exactOptional(),
  /** The answer to a question for a list. */
  list: listAnswerSchema.exactOptional(),
})
export type FleetAnswer = z.infer<typeof answerSchema>

/** Answers a question from what is known. Asks no cloud. Pure. */
export function searchFleet(fleet: WorkspaceFleet, question: FleetQuestion): FleetAnswer {
  const accounts = [...fleet.accounts.values()]
  switch (question.type) {
    case 'find':
      return findIn(fleet, question.ref)
    case 'these':
      return { sighted: question.migrations.flatMap((one) => sightedUnder(one, fleet)), accounts: [] }
    case 'looks':
      return { sighted: [], accounts: [], looks: Object.fromEntries(fleet.looks) }
    case 'sets':
      return {
        sighted: [],
        accounts: [],
        sets: question.sets.map(({ id, of }) => ({ id, counts: countsOf(of, fleet) })),
      }
    case 'list':
      return { sighted: [], accounts: [], list: listFleet(fleet, question) }
    case 'accounts':
      return {
        sighted: [],
        accounts: accounts.map((one) => ({ ...summaryOf(one, fleet), members: membersIn(one) })),
      }
    case 'watched':
      return { sighted: watched(fleet), accounts: accounts.map((one) => summaryOf(one, fleet)) }
    default:
      return question satisfies never
  }
}

function findIn(fleet: WorkspaceFleet, ref: Ref): FleetAnswer {
  const hits = found(fleet, ref)
  const accounts = [...fleet.accounts.values()]
  const sent = hits.slice(0, ref.ids?.length ?? mostFound)
  return {
    sighted: sent.map((known) => sighted(known, fleet)),
    ...(hits.length > sent.length ? { total: hits.length } : {}),
    accounts: accounts.map((one) => summaryOf(one, fleet)),
    ...(hits.length === 0 ? { nearest: nearestTo(ref, accounts), ...deletedIn(ref, accounts) } : {}),
  }
}

/** Deleted migrations that a reference fits, by id, by name, or by the title of a card. */
function deletedIn(ref: Ref, accounts: readonly AccountFleet[]): Pick<FleetAnswer, 'deleted'> {
  const isMeant = ({ migration }: Known) =>
    ref.target === undefined ? matchRef(ref, migration) !== undefined : matchBucket(ref, migration)
  const deleted = accounts
    .flatMap((one) => picked(one, (known) => known.migration.state === 'deleted' && isMeant(known)))
    .slice(0, mostDeleted)
    .map(({ identity, migration: { account, id } }) => ({ account, identity, id }))
  return deleted.length === 0 ? {} : { deleted }
}

const mostDeleted = 20

/** The ids that are most like what was typed. */
function nearestTo(ref: Ref, accounts: readonly AccountFleet[]): string[] {
  const asked = ref.ids?.findLast((id) => mayBeginId.test(id)) ?? ref.text
  const named = accounts.filter(({ account }) => (ref.account ?? account) === account)
  const ids = named.flatMap((one) => fitting(one, () => true).map(({ migration }) => migration.id))
  return nearest(asked, ids, 3)
}

/**
 * Everything that fits by id or name. If nothing does, everything whose source or destination bucket is meant. What was
 * deleted is found by its whole id alone.
 */
function found(fleet: WorkspaceFleet, ref: Ref): Known[] {
  const accounts = [...fleet.accounts.values()].filter(({ account }) => (ref.account ?? account) === account)
  const ways = [
    () => accounts.flatMap(({ known }) => idsIn(ref).flatMap((id) => known.get(id) ?? [])),
    () => accounts.flatMap((one) => fitting(one, ({ migration }) => matchRef(ref, migration) === 'exact')),
    () => accounts.flatMap((one) => fitting(one, ({ migration }) => matchRef(ref, migration) !== undefined)),
    () => accounts.flatMap((one) => fitting(one, ({ migration }) => matchBucket(ref, migration))),
  ]
  for (const search of ways) {
    const hits = search()
    if (hits.length > 0) return hits
  }
  return []
}

/** A migration of this id, in each project that the account was connected to. */
function sightedUnder({ account, id }: { account: string; id: string }, fleet: WorkspaceFleet): Sighted[] {
  return fleetsOf(fleet, account)
    .flatMap((one) => knownUnder(one, [id]) ?? [])
    .map((known) => sighted(known, fleet))
}

/** The whole ids that a reference may be. */
function idsIn({ ids, text, isPrefix, target }: Ref): readonly string[] {
  return ids ?? (isPrefix || target !== undefined ? [] : [text])
}

const mostFound = 200

function fitting(account: Pick<AccountFleet, 'known'>, fits: (known: Known) => boolean): Known[] {
  return picked(account, (one) => one.migration.state !== 'deleted' && fits(one))
}

function picked({ known }: Pick<AccountFleet, 'known'>, isMeant: (known: Known) => boolean): Known[] {
  const hits: Known[] = []
  for (const one of known.values()) if (isMeant(one)) hits.push(one)
  return hits
}

function watched(fleet: WorkspaceFleet): Sighted[] {
  return [...fleet.watches.values()].flatMap((watch) => {
    const known = knownOf(fleet, watch)
    return known === undefined
      ? []
      : [{ ...sighted(known, fleet), watchId: watch.id, events: known.events.map(({ seq }) => seq) }]
  })
}

function sighted(known: Known, fleet: WorkspaceFleet): Sighted {
  const { migration, identity, trouble, stalledAt, movedAt } = known
  const { account, id } = migration
  const why = trouble ?? toldTrouble(fleet.health.get(account))
  const isDeletedByFerry = fleet.accounts.get(keyOf(account, identity))?.deleted.has(id)
  return {
    migration,
    identity,
    movedAt,
    ...(isDeletedByFerry ? { isDeletedByFerry } : {}),
    ...defined({ trouble: why, lateSince: lateSince(known) }),
    ...(stalledAt === undefined ? {} : { stalledSince: movedAt }),
  }
}

function toldTrouble(health: AccountHealth | undefined): Trouble | undefined {
  return isTold(health) ? health.trouble : undefined
}

/** How many migrations of an account a list folds under others. */
function membersIn(account: AccountFleet): { tasks: number; runs: number } {
  const all = fitting(account, () => true).map(({ migration }) => migration)
  const heads = all.filter(({ kind }) => kind === 'group' || kind === 'sync')
  const members = all.filter(({ groupId, madeBy }) => groupId !== undefined || madeBy === 'sync')
  const families = familiesOf(heads, members)
  const countIn = (kind: Migration['kind']) =>
    families.reduce((sum, { head, members: own }) => sum + (head.kind === kind ? own.length : 0), 0)
  return { tasks: countIn('group'), runs: countIn('sync') }
}

function summaryOf(own: AccountFleet, { health }: WorkspaceFleet): FleetAnswer['accounts'][number] {
  const { account, identity, known, readAt } = own
  const listed = listedIn(own)
  const trouble = toldTrouble(health.get(account))
  return {
    account,
    identity,
    isWhole: listed?.isCut === false,
    ...(listed?.isCut ? { isCut: true } : {}),
    known: fitting({ known }, () => true).length,
    ...defined({ trouble, readAt }),
  }
}
