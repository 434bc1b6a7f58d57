import fc from 'fast-check'
import { defined } from '../../src/defined.ts'
import { questionsFor } from '../../src/migrations/fields/form.ts'
import type { DraftOrigin } from '../../src/migrations/spec/draft.ts'
import { selections } from '../../src/migrations/spec/selection.ts'
import { preflightNames } from '../../src/migrations/spec/spec.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import type { Creation } from '../../src/providers/provider.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import type { EditForm } from '../../src/views/act/edit-form.ts'
import type { AccountPage } from '../../src/views/create/account-page.ts'
import { nameQuestions, type Page } from '../../src/views/create/page.ts'
import type { AnswerFacts } from '../../src/views/create/request-answers.ts'
import type { Summary } from '../../src/views/create/summary.ts'
import { channelId, hostile, keptName, unquoted, userId } from './hostile.ts'
import { anyRequest } from './inputs-requests.ts'
import { anyMigration } from './migrations.ts'

const id = fc.stringMatching(/^[0-9a-f]{16}$/)
const problems = fc.array(unquoted, { maxLength: 20 })
const requestId = fc.stringMatching(/^r-[0-9a-f]{6}$/)

const someAnswers = fc.dictionary(fc.constantFrom('account', 'source.bucket', 'target.bucket'), hostile)
const rest = fc.array(someAnswers, { maxLength: 12 })
const left = fc.record(
  { answers: someAnswers, at: fc.nat(), forMs: fc.nat(), asked: hostile },
  { requiredKeys: ['answers', 'at', 'forMs'] },
)

export const anyOrigin: fc.Arbitrary<DraftOrigin | undefined> = fc.option(
  fc.record({ type: fc.constantFrom('edit', 'again'), request: hostile, specHash: hostile }),
  { nil: undefined },
)

/** Every kind that any provider can create. */
const makers = [huawei, naver, upcloud].flatMap(({ kinds }) =>
  Object.values(kinds).flatMap(({ noun, can: { creation } }) => (creation === undefined ? [] : [{ noun, creation }])),
)

/** An answer to every question, hostile or from its list. */
const anyAnswers = fc
  .record({ selection: fc.constantFrom(...selections), given: fc.array(hostile, { minLength: 40, maxLength: 40 }) })
  .map(({ selection, given }) => {
    const names = new Set(makers.flatMap(({ creation }) => namesIn(creation)))
    const all = [...names, ...Object.values(nameQuestions)].map((name, index) => [name, given[index] ?? ''])
    return { ...Object.fromEntries(all), 'source.selection': selection, 'source.cloud': 'Tencent' }
  })

function namesIn({ takes }: Creation): string[] {
  return selections.flatMap((selection) =>
    questionsFor({ takes, answers: { 'source.selection': selection } }).map(({ name }) => name),
  )
}

const anyList = fc.oneof(
  fc.constant({ type: 'read' as const }),
  unquoted.map((why) => ({ type: 'unread' as const, why })),
)

export const anyPage: fc.Arbitrary<Page> = fc
  .record({
    maker: fc.constantFrom(...makers),
    answers: fc.oneof(anyAnswers, fc.constant({})),
    step: fc.constantFrom('source', 'target', 'options', 'more'),
    list: anyList,
    id,
    hasKeys: fc.boolean(),
    problems,
    rest,
    left: fc.option(left, { nil: undefined }),
    account: keptName,
    channel: channelId,
    edits: fc.option(requestId, { nil: undefined }),
  })
  .map(({ maker: { noun, creation }, answers, list, edits, left, ...page }) => ({
    ...page,
    ...defined({ edits, left }),
    noun,
    form: { takes: creation.takes, answers },
    lists: { 'source.bucket': list, 'source.region': list, 'target.bucket': list, 'target.region': list },
    found: ['source.region'],
  }))

export const anyEditForm: fc.Arbitrary<EditForm> = fc
  .record({
    migration: anyMigration,
    answers: fc.oneof(anyAnswers, fc.constant({})),
    changedTo: fc.option(anyAnswers, { nil: undefined }),
    command: hostile.map((words) => `policy edit ${words}`),
    hasKeys: fc.boolean(),
    channel: channelId,
  })
  .map(({ answers, changedTo, ...rest }) => ({
    ...rest,
    ...(changedTo === undefined ? {} : { changedTo }),
    form: { takes: naver.kinds.policy?.can.edit?.inputs.takes ?? {}, answers },
    lists: {},
    found: [],
  }))

const anyCheck: fc.Arbitrary<Summary['checks'][number]> = fc.record(
  {
    name: fc.constantFrom(...preflightNames),
    outcome: fc.constantFrom('pass', 'warn', 'fail', 'unknown'),
    what: unquoted,
    next: unquoted,
  },
  { requiredKeys: ['name', 'outcome', 'what'] },
)

export const anySummary: fc.Arbitrary<Summary> = fc.record(
  {
    id,
    spec: anyRequest.map(({ spec }) => spec),
    takes: fc.constantFrom(...makers.map(({ creation }) => creation.takes)),
    checks: fc.array(anyCheck, { maxLength: 14 }),
    problems,
    rest,
    left,
    channel: channelId,
    edits: requestId,
  },
  { requiredKeys: ['id', 'spec', 'takes', 'checks', 'problems', 'rest', 'channel'] },
)

export const anyAccountPage: fc.Arbitrary<AccountPage> = fc.record(
  {
    id,
    accounts: fc
      .uniqueArray(keptName, { minLength: 1, maxLength: 120 })
      .map((names) => names.map((name) => ({ name, label: huawei.label }))),
    account: keptName,
    gone: keptName,
    kinds: fc.constantFrom(
      [],
      [
        { kind: 'task', noun: 'task' },
        { kind: 'sync', noun: 'synchronization task' },
      ],
    ),
    kind: fc.constantFrom('task', 'sync', 'job'),
    problems,
    rest,
    left,
    channel: channelId,
    edits: requestId,
  },
  { requiredKeys: ['id', 'accounts', 'kinds', 'problems', 'rest'] },
)

export const anyAsked = fc.record({
  request: anyRequest,
  channel: channelId,
  menders: fc.array(fc.record<AnswerFacts['menders'][number]>({ type: fc.constantFrom('user', 'group'), id: userId }), {
    maxLength: 12,
  }),
})
