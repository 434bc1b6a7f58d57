import { z } from 'zod'
import { type Migration, migrationSchema } from '../migrations/migration.ts'
import { matchRef, type Ref } from '../migrations/ref.ts'
import { type Trouble, troubleSchema } from '../migrations/trouble.ts'
import type { AccountHealth } from '../store/store.ts'
import { type AccountFleet, knownUnder } from './account-fleet.ts'
import { isTold } from './health.ts'
import type { Known } from './known.ts'
import { knownOf, type WorkspaceFleet } from './workspace-fleet.ts'

/** What is asked of a workspace's fleet. */
export const questionSchema = z.discriminatedUnion('type', [
  /** Migrations that a typed reference fits: by id, the start of an id, name, source bucket or destination bucket. */
  z.object({
    type: z.literal('find'),
    ref: z.object({ account: z.string().exactOptional(), text: z.string(), isPrefix: z.boolean() }),
  }),
  /** The migrations of all watches. */
  z.object({ type: z.literal('watched') }),
  /** Everything of these accounts. */
  z.object({ type: z.literal('all'), accounts: z.array(z.string()) }),
])
export type FleetQuestion = z.infer<typeof questionSchema>

const sightedSchema = z.object({
  migration: migrationSchema,
  /** Why it can't be read at the moment. */
  trouble: troubleSchema.exactOptional(),
  /** Since when nothing has moved, in epoch milliseconds, if that is long ago. */
  stalledSince: z.number().exactOptional(),
  /** Id of the watch, in answers about watches. */
  watchId: z.string().exactOptional(),
})
export type Sighted = z.infer<typeof sightedSchema>

export const answerSchema = z.object({
  sighted: z.array(sightedSchema),
  /** Accounts, whether each has been listed completely, and what is wrong with it. */
  accounts: z.array(
    z.object({ account: z.string(), isWhole: z.boolean(), known: z.number(), trouble: troubleSchema.exactOptional() }),
  ),
})
export type FleetAnswer = z.infer<typeof answerSchema>

/** Answers a question from what is known. Asks no cloud. Pure. */
export function searchFleet(fleet: WorkspaceFleet, question: FleetQuestion): FleetAnswer {
  const accounts = [...fleet.accounts.values()]
  switch (question.type) {
    case 'find':
      return { sighted: found(fleet, question.ref), accounts: accounts.map((one) => summaryOf(one, fleet)) }
    case 'all': {
      const wanted = accounts.filter(({ account }) => question.accounts.includes(account))
      return {
        sighted: wanted.flatMap((one) => [...one.known.values()].map((known) => sighted(known, fleet))),
        accounts: wanted.map((one) => summaryOf(one, fleet)),
      }
    }
    case 'watched':
      return { sighted: watched(fleet), accounts: accounts.map((one) => summaryOf(one, fleet)) }
    default:
      return question satisfies never
  }
}

/** Everything that fits by id or name. If nothing does, everything whose source or destination bucket is meant. */
function found(fleet: WorkspaceFleet, ref: Ref): Sighted[] {
  const accounts = [...fleet.accounts.values()].filter(({ account }) => (ref.account ?? account) === account)
  const ways = [
    () => accounts.flatMap((one) => (ref.isPrefix ? [] : (knownUnder(one, [ref.text]) ?? []))),
    () => accounts.flatMap((one) => fitting(one, ({ migration }) => matchRef(ref, migration) === 'exact')),
    () => accounts.flatMap((one) => fitting(one, ({ migration }) => matchRef(ref, migration) !== undefined)),
    () => accounts.flatMap((one) => fitting(one, ({ migration }) => isOfBucket(migration, ref))),
  ]
  for (const search of ways) {
    const hits = search()
    if (hits.length > 0) return hits.slice(0, mostFound).map((known) => sighted(known, fleet))
  }
  return []
}

const mostFound = 200

function fitting({ known }: AccountFleet, fits: (known: Known) => boolean): Known[] {
  const hits: Known[] = []
  for (const one of known.values()) if (fits(one)) hits.push(one)
  return hits
}

function isOfBucket({ source, target }: Migration, { text, isPrefix }: Ref): boolean {
  const wanted = text.toLowerCase()
  const fits = (bucket: string | undefined) => {
    const name = bucket?.toLowerCase()
    return isPrefix ? name?.startsWith(wanted) === true : name === wanted
  }
  return fits(source.bucket) || fits(target.bucket)
}

function watched(fleet: WorkspaceFleet): Sighted[] {
  return [...fleet.watches.values()].flatMap((watch) => {
    const known = knownOf(fleet, watch)
    return known === undefined ? [] : [{ ...sighted(known, fleet), watchId: watch.id }]
  })
}

function sighted({ migration, trouble, stalledAt, movedAt }: Known, { health }: WorkspaceFleet): Sighted {
  const why = trouble ?? toldTrouble(health.get(migration.account))
  return {
    migration,
    ...(why === undefined ? {} : { trouble: why }),
    ...(stalledAt === undefined ? {} : { stalledSince: movedAt }),
  }
}

function toldTrouble(health: AccountHealth | undefined): Trouble | undefined {
  return isTold(health) ? health.trouble : undefined
}

function summaryOf(
  { account, listing, known }: AccountFleet,
  { health }: WorkspaceFleet,
): FleetAnswer['accounts'][number] {
  const trouble = toldTrouble(health.get(account))
  return {
    account,
    isWhole: listing.whole !== undefined,
    known: known.size,
    ...(trouble === undefined ? {} : { trouble }),
  }
}
