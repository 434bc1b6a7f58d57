import fc from 'fast-check'
import { defined } from '../../src/defined.ts'
import { states } from '../../src/migrations/migration.ts'
import { eventTable } from '../../src/notify/events.ts'
import type { RetryForm } from '../../src/views/act/retry-form.ts'
import { setQuestion } from '../../src/views/act/set-question.ts'
import { type Acted, actedTogether, actingTogether } from '../../src/views/act/together.ts'
import type { Message } from '../../src/views/blocks/message.ts'
import { outcomesMessage } from '../../src/views/card/outcomes.ts'
import { boardMessage } from '../../src/views/group/board.ts'
import { type GroupSummary, groupGrowth, groupSummary } from '../../src/views/group/group.ts'
import { groupMembers, membersThatFit } from '../../src/views/group/members.ts'
import { type GroupLine, groupPlaces } from '../../src/views/group/places.ts'
import { digestTitle } from '../../src/views/group/title.ts'
import { type Damage, damageNotice, repairBegun } from '../../src/views/notice/damage.ts'
import { channelId, hostile, keptName, moment, unquoted, userId } from './hostile.ts'
import { anyFilter, anyOutcomes, many, troubles } from './inputs.ts'
import { anyMigration, anyMissed, failure } from './migrations.ts'

const anyDamage: fc.Arbitrary<Damage> = fc.record(
  { channel: channelId, since: moment, anew: fc.record({ by: userId, at: moment }, { requiredKeys: ['at'] }) },
  { requiredKeys: ['channel', 'since'] },
)

export const anyLine: fc.Arbitrary<GroupLine> = fc.record(
  {
    account: keptName,
    migrationId: hostile,
    from: hostile,
    to: hostile,
    state: fc.constantFrom(...states),
    missed: anyMissed,
    now: fc.constantFrom(...states),
    isIncompleteNow: fc.boolean(),
    at: moment,
    actor: fc.oneof(
      fc.record({ type: fc.constant('person' as const), user: userId }),
      fc.record({ type: fc.constant('elsewhere' as const) }),
    ),
    isAlone: fc.boolean(),
    canRetry: fc.boolean(),
  },
  { requiredKeys: ['account', 'migrationId', 'from', 'to', 'state', 'at'] },
)
const anyMembers = fc.array(anyLine, { minLength: 1, maxLength: 100 })
const titles = [digestTitle, ...Object.values(eventTable).flatMap((row) => ('title' in row ? [row.title] : []))]
const anyGroup: fc.Arbitrary<GroupSummary> = fc.record(
  {
    id: fc.constant('group:C1#1'),
    title: fc.constantFrom(...titles),
    isMixed: fc.constant(true as const),
    failure,
    lines: anyMembers,
  },
  { requiredKeys: ['id', 'title', 'lines'] },
)
const anyMark = fc.record({ icon: fc.constant(':warning:'), words: fc.constant('no progress') })
const anyBoard = fc.array(fc.record({ migration: anyMigration, mark: anyMark }, { requiredKeys: ['migration'] }), {
  maxLength: 60,
})
const anyActed: fc.Arbitrary<Acted> = fc.record(
  {
    ref: hostile,
    migration: anyMigration,
    outcome: fc.constantFrom('done', 'done before', 'left alone', 'needs keys', 'refused', 'not reached'),
    by: userId,
    problem: unquoted,
  },
  { requiredKeys: ['ref', 'outcome'] },
)

const anyVerb = fc.constantFrom('pause', 'start', 'retry', 'limit')

const anyKeyAsked = fc.record(
  { side: fc.constantFrom('source', 'target'), name: keptName, last: keptName, forCdn: fc.boolean() },
  { requiredKeys: ['side', 'name', 'forCdn'] },
)
const keysAsked = fc.uniqueArray(anyKeyAsked, { minLength: 1, maxLength: 2, selector: ({ side }) => side })

/** Forms of every size. The names of the questions are made distinct, as those of real forms are. */
export const anyRetryForm: fc.Arbitrary<RetryForm> = fc
  .record(
    {
      command: hostile,
      about: fc.record(
        {
          verb: fc.constantFrom('retry', 'start'),
          total: fc.nat(5000),
          of: fc.record({ filter: anyFilter, total: fc.nat() }),
        },
        { requiredKeys: ['verb', 'total'] },
      ),
      keys: fc.uniqueArray(keptName, { maxLength: 120 }),
      sections: fc.array(
        fc.oneof(
          anyMigration.chain(({ source, target }) =>
            fc.record({
              of: fc.constant('pair'),
              source: fc.constant(source),
              target: fc.constant(target),
              count: fc.nat(5000),
              questions: keysAsked,
            }),
          ),
          fc.record({ of: fc.constant('account'), account: keptName, count: fc.nat(5000), questions: keysAsked }),
        ),
        { maxLength: 30 },
      ),
      unasked: fc.nat(9),
      channel: channelId,
    },
    { requiredKeys: ['command', 'about', 'keys', 'sections', 'unasked'] },
  )
  .map((form) => ({
    ...form,
    sections: form.sections.map((one, index) => ({
      ...one,
      questions: one.questions.map((asked) => ({ ...asked, name: `${asked.side}-${index}` })),
    })),
  }))

/** Messages about several migrations together. */
export const messagesTogether: Record<string, fc.Arbitrary<Message>> = {
  'a group': anyGroup.map(groupSummary),
  'a group that has grown': anyGroup.map(groupGrowth),
  'members of a group': anyGroup.map(({ lines, ...group }) => {
    const places = groupPlaces({ ...group, lines })
    return groupMembers(lines.slice(0, membersThatFit(lines, places)), defined({ places }))
  }),
  'a damaged record': anyDamage.map(damageNotice),
  'a resumed channel': anyDamage.map(repairBegun),
  'a board': anyBoard.map(boardMessage),
  'what became of several': anyOutcomes.map(outcomesMessage),
  'what became of several that were acted on': fc
    .tuple(anyVerb, many(anyActed), fc.record({ from: hostile, to: hostile, gone: fc.nat() }, { requiredKeys: [] }))
    .map(([verb, all, beside]) => actedTogether(verb, all, beside)),
  'how far an act has come': fc
    .tuple(anyVerb, fc.array(fc.record({ ref: hostile, outcome: fc.constantFrom('done', 'refused') })), fc.nat())
    .map(([verb, all, total]) => actingTogether(verb, all, total)),
  'the question before an act on all': fc
    .record({
      verb: anyVerb,
      filter: anyFilter,
      able: fc.array(anyMigration, { maxLength: 30 }),
      taken: fc.nat(100),
      others: fc.nat(),
      barred: fc.array(keptName, { maxLength: 9 }),
      hasMore: fc.boolean(),
      troubles,
      command: hostile,
    })
    .map(setQuestion),
}
