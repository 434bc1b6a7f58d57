import fc from 'fast-check'
import { type Explanation, explain } from '../../src/catalogue/explain.ts'
import { ranges } from '../../src/commands/verbs/stats/ranges.ts'
import { actions } from '../../src/migrations/actions.ts'
import { countStates } from '../../src/migrations/families.ts'
import { type ListFilter, narrowings } from '../../src/migrations/list-filter.ts'
import { kinds, states } from '../../src/migrations/migration.ts'
import { limitRules } from '../../src/providers/huawei/bandwidth.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import type { AccountLine } from '../../src/views/account/accounts.ts'
import type { KeyLine } from '../../src/views/account/keys.ts'
import type { Saved } from '../../src/views/act/edit-form.ts'
import type { Pushed } from '../../src/views/act/push.ts'
import type { StartForm } from '../../src/views/act/start-form.ts'
import type { Card } from '../../src/views/card/card.ts'
import type { Outcomes } from '../../src/views/card/outcomes.ts'
import type { MigrationChoice } from '../../src/views/list/choice.ts'
import { type MigrationList, pageSize } from '../../src/views/list/list.ts'
import type { Report } from '../../src/views/page/statistics.ts'
import type { WatchLine } from '../../src/views/page/watches.ts'
import type { LimitForm } from '../../src/views/words/bandwidth.ts'
import { channelId, figure, hostile, keptName, moment, unquoted, userId } from './hostile.ts'
import { anyMigration, failure } from './migrations.ts'

/** Capabilities with everything possible for every kind, so that cards have as many buttons as they can. */
export const anyProvider: fc.Arbitrary<Card['provider']> = fc.constantFrom(huawei, {
  label: 'A cloud with a rather long name',
  kinds: Object.fromEntries(
    kinds.map((kind) => [kind, { noun: kind, hasTasks: true, can: { ...everyAction(), statistics: {} } }]),
  ),
})

export const anyTrouble = fc.record(
  {
    code: fc.constantFrom('provider_refused', 'provider_denied'),
    what: unquoted,
    next: unquoted,
    since: moment,
    cloud: fc.record({ code: hostile, message: hostile, detail: hostile, requestId: hostile }, { requiredKeys: [] }),
  },
  { requiredKeys: ['code', 'what', 'next', 'since'] },
)

export const anyCard: fc.Arbitrary<Card> = fc.record(
  {
    migration: anyMigration,
    provider: anyProvider,
    purpose: fc.constantFrom('reply', 'live', 'shared'),
    trouble: anyTrouble,
    stalledSince: moment,
  },
  { requiredKeys: ['migration', 'provider', 'purpose'] },
)

export const troubles = fc.array(
  fc.record(
    { account: hostile, what: unquoted, isKnown: fc.boolean(), way: hostile },
    { requiredKeys: ['account', 'what'] },
  ),
  { maxLength: 12 },
)

const anyCounts = fc.array(anyMigration, { maxLength: 30 }).map(countStates)

const anyRow = fc.record(
  { head: anyMigration, members: anyCounts, isStalled: fc.constant(true as const) },
  { requiredKeys: ['head', 'members'] },
)
const listed = ['members', 'standing', 'filter'] as const

export const anyFilter: fc.Arbitrary<ListFilter> = fc.record(
  {
    account: keptName,
    state: fc.constantFrom(...states),
    isStalled: fc.constant(true as const),
    kind: fc.constantFrom(...kinds),
    text: unquoted,
  },
  { requiredKeys: [] },
)

export const anyList: fc.Arbitrary<MigrationList> = fc.record(
  {
    rows: fc.array(anyRow, { maxLength: pageSize }),
    page: fc.integer({ min: 1, max: 10_000 }),
    total: fc.nat(),
    members: fc.record({ tasks: fc.nat(), runs: fc.nat() }),
    standing: fc.uniqueArray(fc.record({ is: fc.constantFrom(...narrowings), count: fc.nat() }), {
      selector: ({ is }) => is,
    }),
    filter: anyFilter,
    oldestReadAt: moment,
    isShortened: fc.boolean(),
    isCut: fc.boolean(),
    below: fc.record({ kind: fc.constantFrom('group' as const, 'sync' as const), ref: hostile }),
    command: hostile.map((words) => `list ${words}`),
    troubles,
  },
  { requiredKeys: [...listed, 'rows', 'page', 'total', 'isShortened', 'isCut', 'command', 'troubles'] },
)

export const anyChoice = fc.record({
  typed: hostile,
  migrations: fc.array(anyMigration, { minLength: 1, maxLength: 30 }),
  total: fc.nat(),
  page: fc.integer({ min: 1, max: 9 }),
  again: hostile,
  troubles,
})

export const anyThreadChoice: fc.Arbitrary<MigrationChoice> = anyChoice.chain(({ migrations }) =>
  fc.record({
    from: fc.constantFrom('thread', 'message'),
    migrations: fc.constant(migrations),
    unseen: fc.nat(),
    verb: fc.constantFrom('retry', 'watch'),
    command: fc.constant((ref: string) => `retry ${ref}`),
    group: fc.constant('group:C1#7'),
  }),
)

export const anyAccount: fc.Arbitrary<AccountLine> = fc.record(
  {
    name: keptName,
    providerLabel: fc.constant(huawei.label),
    facts: fc.dictionary(hostile, hostile, { maxKeys: 4 }),
    createdBy: userId,
    createdAt: moment,
    fleet: fc.record(
      { known: fc.nat(), isWhole: fc.boolean(), trouble: anyTrouble },
      { requiredKeys: ['known', 'isWhole'] },
    ),
  },
  { requiredKeys: ['name', 'providerLabel', 'facts', 'createdBy', 'createdAt'] },
)

export const anyKey: fc.Arbitrary<KeyLine> = fc.record({
  name: keptName,
  hint: hostile,
  createdBy: userId,
  createdAt: moment,
})

export const anyWatch: fc.Arbitrary<WatchLine> = fc.record(
  {
    ref: hostile,
    channel: channelId,
    createdBy: userId,
    migration: anyMigration,
    broken: fc.record({ what: unquoted, since: moment }),
    blind: fc.record({ what: unquoted, since: moment }),
    waiting: fc.nat(),
    isOwn: fc.boolean(),
    ended: fc.record({ by: userId, at: moment }),
    deliveredAt: moment,
    damagedSince: moment,
    untold: unquoted,
  },
  { requiredKeys: ['ref', 'channel', 'createdBy', 'isOwn', 'waiting'] },
)

/** Deadlines of which nobody knows whether an end met them. */
export const anyUnsure = fc.record({
  lastReadAt: fc.integer({ min: 0, max: 4e12 }),
  deadlines: fc.array(
    fc.record({
      due: fc.integer({ min: 0, max: 4e12 }),
      timeZone: fc.constantFrom('Europe/Berlin', 'Asia/Seoul', 'UTC'),
    }),
    { maxLength: 20 },
  ),
})

export const anyExplanation: fc.Arbitrary<Explanation> = failure.map((said) => explain(said))

export const anyStartForm: fc.Arbitrary<StartForm> = fc.record(
  {
    migration: anyMigration,
    verb: fc.constantFrom('start', 'retry'),
    sourceKeys: fc.uniqueArray(keptName, { maxLength: 120 }),
    targetKeys: fc.uniqueArray(keptName, { maxLength: 120 }),
    canRetryFailed: fc.boolean(),
    onlyFailed: fc.boolean(),
    channel: channelId,
  },
  { requiredKeys: ['migration', 'verb', 'sourceKeys', 'targetKeys', 'canRetryFailed', 'onlyFailed'] },
)

/** Statistics of the last 24 hours, 7 days or 30 days of Ferry's clock. A cloud may send points of other times, too. */
export const anyReport: fc.Arbitrary<Report> = fc
  .record({ to: fc.integer({ min: 0, max: 4e12 }), range: fc.constantFrom(...ranges) })
  .chain(({ to, range }) => {
    const period = { from: to - range.durationMs, to }
    const at = fc.oneof(fc.integer({ min: period.from, max: to }), moment.map(Math.abs))
    const point = fc.record(
      { at, requested: figure, succeeded: figure, failed: figure, skipped: figure, bytes: figure },
      { requiredKeys: ['at'] },
    )
    return fc.record({
      migration: anyMigration,
      providerLabel: fc.constantFrom(huawei.label, 'A cloud with a rather long name'),
      range: fc.constant(range),
      ranges: fc.constant(ranges),
      period: fc.constant(period),
      statistics: fc.record({
        stepMs: fc.constantFrom(300_000, 3_600_000),
        points: fc.array(point, { maxLength: 40 }),
      }),
      isShared: fc.boolean(),
    })
  })

const anyOutcome = fc.record({ ref: hostile, migration: anyMigration, problem: unquoted }, { requiredKeys: ['ref'] })

export const anyOutcomes: fc.Arbitrary<Outcomes> = fc.record(
  {
    done: fc.tuple(unquoted, unquoted),
    lines: fc.array(anyOutcome, { minLength: 1, maxLength: 20 }),
    note: unquoted,
    repeat: hostile.map((words) => `limit ${words}`),
  },
  { requiredKeys: ['done', 'lines'] },
)

export const anyPushed: fc.Arbitrary<Pushed> = fc.record(
  {
    migration: anyMigration,
    accepted: fc.nat(),
    repeated: fc.nat(),
    rest: fc.array(hostile, { maxLength: 60 }),
    problem: unquoted,
    isUnknown: fc.boolean(),
    repeat: hostile.map((words) => `sync push ${words}`),
  },
  { requiredKeys: ['migration', 'accepted', 'repeated', 'rest'] },
)

export const anyLimitForm: fc.Arbitrary<LimitForm> = fc.record(
  {
    migrations: fc.array(anyMigration, { minLength: 1, maxLength: 20 }),
    rules: fc.record({ minBytesPerSecond: fc.nat(), maxBytesPerSecond: fc.nat(), maxRules: fc.nat() }),
    present: hostile,
    command: hostile,
    channel: channelId,
  },
  { requiredKeys: ['migrations', 'rules', 'present', 'command'] },
)

export const anySaved: fc.Arbitrary<Omit<Saved, 'card'>> = fc.record(
  { account: keptName, from: hostile, wanted: hostile, now: hostile, watches: fc.nat(), waitsForStart: fc.boolean() },
  { requiredKeys: ['account', 'from', 'wanted', 'watches', 'waitsForStart'] },
)

/** Lists of any length, short and long. */
export function many<Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<Item[]> {
  return fc.oneof(fc.array(item, { maxLength: 6 }), fc.array(item, { minLength: 40, maxLength: 60, size: 'max' }))
}

function everyAction() {
  const terms = { in: states, rules: limitRules, inputs: { takes: {}, problemsIn: () => ({}) } }
  return Object.fromEntries(actions.map((action) => [action, terms]))
}
