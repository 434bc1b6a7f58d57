import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validateMessage, validateView } from '../../playground/slack/blockkit/validate.ts'
import { subjectOf } from '../../src/access/roles.ts'
import { commands, topics } from '../../src/commands/index.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { providers } from '../../src/providers/index.ts'
import { auditBroken, auditPage, auditWhole } from '../../src/views/access/audit.ts'
import { auditNothingToExport, auditSent } from '../../src/views/access/audit-export.ts'
import { policyPage } from '../../src/views/access/policy.ts'
import { policyForm } from '../../src/views/access/policy-form.ts'
import { notAllowed, notNamed, roleForm, roleGiven, roleTaken } from '../../src/views/access/roles.ts'
import { ruleAdded, ruleForm } from '../../src/views/access/rules.ts'
import { accountConnected, disconnected, disconnectQuestion } from '../../src/views/account/accounts.ts'
import { agreed, agreementQuestion, agreementUncertain, nothingToAgree } from '../../src/views/account/agreement.ts'
import { accountForm } from '../../src/views/account/form.ts'
import { keyForm, keyRemoved, keyRemoveQuestion, keySaved } from '../../src/views/account/keys.ts'
import { editForm, editSaved } from '../../src/views/act/edit-form.ts'
import { deletedMessage, deleteQuestion } from '../../src/views/act/ending.ts'
import { priorityQuestion } from '../../src/views/act/priority.ts'
import { pushForm, pushResult } from '../../src/views/act/push.ts'
import { retryForm } from '../../src/views/act/retry-form.ts'
import { startForm } from '../../src/views/act/start-form.ts'
import type { Home, Message, Modal } from '../../src/views/blocks/message.ts'
import { inWords } from '../../src/views/blocks/newer.ts'
import * as problems from '../../src/views/blocks/problem.ts'
import { accountPage } from '../../src/views/browse/account.ts'
import { openBucket } from '../../src/views/browse/bucket.ts'
import { bucketPage } from '../../src/views/browse/buckets.ts'
import { cdnForm, cdnResult } from '../../src/views/browse/cdn.ts'
import { cloudPage } from '../../src/views/browse/cloud.ts'
import { migrationCard } from '../../src/views/card/card.ts'
import { explanationMessage, nothingExplained, oneMoreWord } from '../../src/views/card/explanation.ts'
import { reasonMessage } from '../../src/views/card/reason.ts'
import { accountPage as accountPageOfCreation } from '../../src/views/create/account-page.ts'
import { stepPage } from '../../src/views/create/page.ts'
import { requestChanged, requestOpened, requestUnchanged, sentBefore } from '../../src/views/create/request-answers.ts'
import { summaryPage } from '../../src/views/create/summary.ts'
import { homePage } from '../../src/views/home/home.ts'
import { choiceMessage } from '../../src/views/list/choice.ts'
import { migrationList } from '../../src/views/list/list.ts'
import { accountNote, accountNotice } from '../../src/views/notice/account-notice.ts'
import { endMessage, returnMessage } from '../../src/views/notice/announcement.ts'
import { helpMessage, topicHelp, verbHelp } from '../../src/views/page/help.ts'
import { nothingHappened, statisticsMessage } from '../../src/views/page/statistics.ts'
import { watchEnded, watchStarted } from '../../src/views/page/watches.ts'
import { watchesPage } from '../../src/views/page/watches-page.ts'
import { requestCard } from '../../src/views/request/card.ts'
import { decidedMessage, reasonForm, reviewModal, voteRefused } from '../../src/views/request/forms.ts'
import { limitForm } from '../../src/views/words/bandwidth.ts'
import { harmIn, harmInText, misreadIn } from './harm.ts'
import { channelId, hostile, keptName, moment, unquoted, userId } from './hostile.ts'
import * as any from './inputs.ts'
import { anyAuditPage, anyExported, anyGrant } from './inputs-access.ts'
import { messagesInAnswer } from './inputs-answers.ts'
import * as creating from './inputs-create.ts'
import { anyHome } from './inputs-home.ts'
import { messagesInPages } from './inputs-pages.ts'
import * as places from './inputs-places.ts'
import { anyDoubts, anyPolicy, anyRefusal, anyRequest } from './inputs-requests.ts'
import * as together from './inputs-together.ts'
import { messagesTold } from './inputs-told.ts'
import { anyMigration } from './migrations.ts'
import { optionsRefused } from './options-refused.ts'

const refAndChannel = fc.tuple(hostile, channelId)
/** Words of Ferry's own about a channel, with what a cloud said. */
const said = fc.tuple(unquoted, channelId).map(([words, channel]) => `Ferry can’t post in <#${channel}>: ${words}`)
const problem = fc.record({ what: said, next: unquoted })

const messages: Record<string, fc.Arbitrary<Message>> = {
  'the card': any.anyCard.map(migrationCard),
  'a return': fc.record({ migration: anyMigration, provider: any.anyProvider }).map(returnMessage),
  'an end': fc.record({ migration: anyMigration, provider: any.anyProvider }).map(endMessage),
  'an end that may have been too late': fc
    .record({ migration: anyMigration, provider: any.anyProvider, unsure: any.anyUnsure })
    .map(endMessage),
  'a list': any.anyList.map(migrationList),
  'the chooser': any.anyChoice.map((found) =>
    choiceMessage({ ...found, from: 'typed', command: (ref) => `retry ${ref} --failed-only` }),
  ),
  'the choice in a thread': any.anyThreadChoice.map(choiceMessage),
  'the answer to why': any.anyCard.map((card) => reasonMessage({ ...card, lastAct: { by: 'U1', at: 1 } })),
  'one more word': hostile.map((word) => oneMoreWord({ word, count: 12 })),
  'the question before a deletion': anyMigration.map(deleteQuestion),
  'a deletion': anyMigration.map(deletedMessage),
  'a saved edit': fc
    .tuple(any.anySaved, any.anyCard.map(migrationCard))
    .map(([saved, card]) => editSaved({ ...saved, card })),
  'a notice about an account': fc
    .record(
      { account: keptName, trouble: any.anyTrouble, blind: fc.nat(), healedAt: moment, owner: userId },
      { requiredKeys: ['account', 'trouble', 'blind'] },
    )
    .map(accountNotice),
  'a note about an account': fc
    .tuple(keptName, any.anyTrouble)
    .map(([account, trouble]) => accountNote(account, 'changed', trouble)),
  'a connected account': keptName.map((name) => accountConnected(name, huawei.label)),
  'the question before disconnecting': fc
    .tuple(hostile, fc.nat())
    .map(([name, count]) => disconnectQuestion(name, count)),
  'a disconnected account': fc.tuple(hostile, fc.nat()).map(([name, count]) => disconnected(name, count)),
  'a kept key': fc.tuple(hostile, hostile).map(([name, returnTo]) => keySaved(name, returnTo)),
  'the question before a key is removed': hostile.map(keyRemoveQuestion),
  'a removed key': hostile.map(keyRemoved),
  'a question before a statement is accepted': places.anyAgreement.map(agreementQuestion),
  'an accepted statement': places.anyAgreement.map(agreed),
  'a statement of which nobody knows': places.anyAgreement.map(agreementUncertain),
  'no statement': places.anyAgreement.map(nothingToAgree),
  'an account looked into': places.anyAccountPage.map(accountPage),
  'a cloud looked into': places.anyCloudPage.map(cloudPage),
  'buckets looked into': places.anyBucketRows.map(bucketPage),
  'a folder looked into': places.anyOpenBucket.map(openBucket),
  'what a CDN serves': places.anyCdnResult.map(([trail, domain, check]) => cdnResult(trail, domain, check)),
  'the watches': any
    .many(any.anyWatch)
    .map((watches) => watchesPage({ watches, subscriptions: [], patience: [], page: 1 })),
  'a begun watch': refAndChannel.map(([ref, channel]) => watchStarted({ ref, channel })),
  'a damaged place': refAndChannel.map(([ref, channel]) => watchStarted({ ref, channel, damagedSince: 1 })),
  'an ended watch': refAndChannel.map(([ref, channel]) => watchEnded(ref, channel)),
  ...together.messagesTogether,
  ...messagesInPages,
  ...messagesInAnswer,
  ...messagesTold,
  'the question for a priority': fc
    .array(anyMigration, { minLength: 1, maxLength: 20 })
    .map((migrations) =>
      priorityQuestion(migrations, (level) => `priority ${migrations.map(refOf).join(' ')} ${level}`),
    ),
  'pushed objects': any.anyPushed.map(pushResult),
  'an explanation': fc
    .tuple(fc.array(any.anyExplanation, { minLength: 1, maxLength: 3 }), fc.nat(), hostile)
    .map(([explanations, more, requestId]) => explanationMessage(explanations, { more, requestId })),
  'no explanation': hostile.map(nothingExplained),
  'a refusal for want of a role': fc
    .tuple(problem, fc.array(userId, { maxLength: 12 }))
    .map(([refused, admins]) => notAllowed(refused, admins.map(subjectOf))),
  'a request that was made': creating.anyAsked.map(({ request, ...place }) => requestOpened(request, place)),
  'a request that was changed': creating.anyAsked.map(({ request, ...place }) => requestChanged(request, place)),
  'a request that was sent as it was': hostile.map(requestUnchanged),
  'a request that was sent before': fc
    .tuple(hostile, creating.anyOrigin)
    .map(([id, from]) => sentBefore(id, from === undefined ? {} : { from })),
  'a given role': anyGrant.map((grant) => roleGiven(grant, 'none')),
  'a role taken away': anyGrant.map(roleTaken),
  'the audit': anyAuditPage.map(auditPage),
  'a whole audit': fc.record({ seq: fc.nat(), hash: fc.constant('f'.repeat(64)) }).map(auditWhole),
  'a broken audit': fc
    .record({ seq: fc.nat(), why: fc.constantFrom('missing', 'changed', 'out of place', 'end unknown') })
    .map(auditBroken),
  'an exported audit': anyExported.map((exported) => auditSent(exported, { workspace: 'T1', channel: 'D1' })),
  'no audit to export': hostile.map((filter) => auditNothingToExport({ filter, reader: 'U1' })),
  statistics: any.anyReport.map(statisticsMessage),
  'statistics in words': any.anyReport.map((report) => inWords(statisticsMessage(report))),
  'statistics of nothing': any.anyReport.map(nothingHappened),
  'a request’s card': anyRequest.map(requestCard),
  'a decision': anyRequest.map((request) => decidedMessage(request, 'C1')),
  'a refusal of whom the policy does not name': fc
    .tuple(problem, fc.array(userId, { maxLength: 40 }), hostile)
    .map(([refused, ids, act]) => notNamed(refused, { act, named: ids.map(subjectOf), admins: ids.map(subjectOf) })),
  'a refused decision': anyRefusal.map((refused) => voteRefused(refused)),
  'the approval policy': anyPolicy.map(policyPage),
  'a rule that is not saved': anyPolicy.map(({ stricter }) => ruleAdded(stricter[0] ?? { needed: 2 }, stricter)),
  help: fc.constant(helpMessage(topics)),
  'help for a topic': fc.constantFrom(...topics).map(topicHelp),
  'help for one verb': fc.constantFrom(...commands).map(verbHelp),
  'a problem': fc.tuple(problem, hostile).map(([one, requestId]) => problems.problemMessage({ ...one, requestId })),
  'work going on': said.map(problems.workingMessage),
  'a form that needs a click': hostile.map((words) => problems.openFormMessage(`start ${words}`)),
  'problems of a form': fc.array(unquoted, { minLength: 1, maxLength: 30 }).map(problems.formProblemsMessage),
}

const modals: Record<string, fc.Arbitrary<Modal | Home>> = {
  'the account form': fc
    .record({ name: hostile, region: hostile, omsEndpoint: hostile }, { requiredKeys: [] })
    .map((initial) =>
      accountForm({ provider: huawei, clouds: providers, command: 'connect huawei', initial, channel: 'C1' }),
    ),
  'the key form': fc.record({ command: hostile, channel: channelId, returnTo: hostile }).map(keyForm),
  'the CDN form': places.anyCdnForm.map(cdnForm),
  'the form to edit': creating.anyEditForm.map(editForm),
  'the account of a new migration': creating.anyAccountPage.map(accountPageOfCreation),
  'a page of a new migration': creating.anyPage.map(stepPage),
  'what was found for a new migration': creating.anySummary.map(summaryPage),
  'the start form': any.anyStartForm.map(startForm),
  'the form for the keys of several': together.anyRetryForm.map(retryForm),
  'the form for a role': fc
    .record({ accounts: fc.uniqueArray(keptName, { maxLength: 120 }), isForAll: fc.constant(true), channel: channelId })
    .map(roleForm),
  'the form for limits': any.anyLimitForm.map(limitForm),
  'the form for objects': fc
    .tuple(anyMigration, channelId)
    .map(([migration, channel]) => pushForm({ migration, channel })),
  'the review of a request': fc
    .tuple(anyRequest, fc.boolean(), channelId)
    .map(([request, canDecide, channel]) => reviewModal(request, { canDecide, isReplaced: canDecide, channel })),
  'the form for a reason': fc
    .record({ request: anyRequest, verb: fc.constantFrom('approve', 'reject'), command: hostile })
    .map(reasonForm),
  'the form for the policy': fc
    .tuple(anyPolicy, anyDoubts)
    .map(([policy, doubts]) => policyForm({ policy, doubts, lost: 7 })),
  'the page that adds a rule': fc
    .record({
      rules: anyPolicy.map(({ stricter }) => stricter),
      accounts: fc.uniqueArray(keptName, { maxLength: 120 }),
    })
    .map(ruleForm),
  'a loading form': fc.constant(problems.loadingModal()),
  'a message in a form': fc
    .tuple(
      hostile,
      fc.oneof(...Object.values(messages)).filter(({ blocks }) => blocks.length > 0),
    )
    .map(([title, message]) => problems.messageModal(title, message)),
  'the home tab': anyHome.map(homePage),
}

/** The longest text that suits notifications and screen readers, far below Slack's limit. */
const longestText = 3000

describe.each(Object.entries(messages))('for any input, %s', (_, anyMessage) => {
  test('is accepted by Slack and does no harm', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(validateMessage(message)).toEqual([])
        expect(harmIn(message.blocks)).toEqual([])
        expect(harmInText(message.text)).toEqual([])
        expect(misreadIn(message.text)).toEqual([])
        expect(message.text.length).toBeLessThan(longestText)
        expect(optionsRefused(message)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe.each(Object.entries(modals))('for any input, %s', (_, anyModal) => {
  test('is accepted by Slack and does no harm', () => {
    fc.assert(
      fc.property(anyModal, (modal) => {
        expect(validateView(modal)).toEqual([])
        expect(harmIn(modal)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
