import fc from 'fast-check'
import { hearings, type Scope, showings } from '../../src/migrations/set.ts'
import { auditInChains } from '../../src/views/access/audit.ts'
import { ownersNamed, ownersRemoved } from '../../src/views/access/owners.ts'
import { whichGroup, whichPerson } from '../../src/views/access/which-person.ts'
import { takenAnswer, takenBefore } from '../../src/views/act/ack.ts'
import { cancelQuestion } from '../../src/views/act/ending.ts'
import { escalationSet } from '../../src/views/act/escalate.ts'
import type { Message } from '../../src/views/blocks/message.ts'
import { receiptMessage, slowCloudsMessage } from '../../src/views/blocks/problem.ts'
import { nothingToBrowse } from '../../src/views/browse/accounts.ts'
import { nothingExplained, withExplanations, withOthersAsked } from '../../src/views/card/explanation.ts'
import { welcomeMessage } from '../../src/views/home/welcome.ts'
import { trialAnswer } from '../../src/views/notice/trial.ts'
import * as calm from '../../src/views/page/calm.ts'
import { deadlineAnswer } from '../../src/views/page/deadline.ts'
import { doctorPage } from '../../src/views/page/doctor.ts'
import { type SetLine, subscribed, subscriptionChooser, unsubscribed } from '../../src/views/page/subscriptions.ts'
import { lookedAgain, noWatches } from '../../src/views/page/watches.ts'
import { lookingMessage } from '../../src/views/request/forms.ts'
import { whoDid } from '../../src/views/words/actor.ts'
import type { Place } from '../../src/views/words/calm.ts'
import { channelId, hostile, keptName, moment, unquoted, userId } from './hostile.ts'
import { anyExplanation } from './inputs.ts'
import { anyOwned, anySubject } from './inputs-pages.ts'
import * as places from './inputs-places.ts'
import { anyRequest } from './inputs-requests.ts'
import { anyMigration } from './migrations.ts'

const timeZone = fc.constantFrom('Europe/Berlin', 'Etc/UTC')
const place: fc.Arbitrary<Place> = fc.record({ of: channelId, isOwn: fc.boolean() })
const mutedName = fc.oneof(fc.constant('all'), hostile)
/** Why messages are still held back, in Ferry's own words. */
const held = fc.tuple(channelId, userId).map(([channel, user]) => `:no_bell: Muted in <#${channel}> by <@${user}>`)
const still = fc.option(held, { nil: undefined })
const scope: fc.Arbitrary<Scope> = fc.record(
  { account: keptName, bucket: hostile, name: hostile },
  { requiredKeys: [] },
)
const anySet: fc.Arbitrary<SetLine> = fc.record({
  id: keptName,
  channel: channelId,
  of: scope,
  hears: fc.constantFrom(...hearings),
  shows: fc.constantFrom(...showings),
  createdBy: userId,
})
const begun = fc.record(
  { isChanged: fc.boolean(), total: fc.nat(9), running: fc.nat(9) },
  { requiredKeys: ['isChanged'] },
)
const subjects = fc.array(anySubject, { minLength: 1, maxLength: 9 })
const finding = fc.record(
  {
    part: keptName,
    state: fc.constantFrom('well', 'ill', 'unknown'),
    says: unquoted,
    mend: unquoted,
    channel: channelId,
  },
  { requiredKeys: ['part', 'state', 'says'] },
)
const outcome = fc.oneof(
  fc.record({ type: fc.constant('arrived' as const) }),
  fc.record({ type: fc.constant('refused' as const), reason: fc.constantFrom('not_in_channel', 'is_archived') }),
  fc.record({ type: fc.constant('waiting' as const), heldSince: moment }, { requiredKeys: ['type'] }),
)
const millis = fc.option(fc.integer({ min: 60_000, max: 86_400_000 }), { nil: undefined })
const chain = fc.record({ from: fc.nat(), to: fc.nat(), because: hostile }, { requiredKeys: ['from', 'to'] })
const end = { seq: 9, hash: 'f'.repeat(64) }

const mutes = fc.array(fc.record({ name: mutedName, until: moment }), { maxLength: 6 })
const did = fc.tuple(userId, moment).map(([user, at]) => whoDid({ user, verb: 'unmute', at }, 'U1'))

/** Answers to one person that no other file of inputs has. */
export const messagesInAnswer: Record<string, fc.Arbitrary<Message>> = {
  'quiet hours': fc
    .tuple(timeZone, place)
    .map(([zone, where]) => calm.quietSet({ from: '22:00', to: '07:00', timeZone: zone }, where)),
  'no quiet hours': fc.tuple(place, still).map(([where, why]) => calm.quietOff(where, why)),
  'quiet hours that were not set': fc
    .tuple(place, fc.record({ who: did, still: held }, { requiredKeys: [] }))
    .map(([where, said]) => calm.offAlready('quiet hours', where, said)),
  'a digest that is set': fc
    .tuple(timeZone, place)
    .map(([zone, where]) => calm.digestSet({ time: '09:00', on: 'mon', timeZone: zone }, where)),
  'no digest': fc.tuple(place, still).map(([where, why]) => calm.digestOff(where, why)),
  'a mute': fc.tuple(mutedName, moment, place).map(([name, until, where]) => calm.muted(name, until, where)),
  'the end of a mute': fc
    .tuple(mutedName, place, fc.record({ others: mutes, still: held }, { requiredKeys: ['others'] }))
    .map(([name, where, said]) => calm.unmuted(name, where, said)),
  'a mute that was not there': fc
    .tuple(mutedName, place, fc.record({ others: mutes, who: did, still: held }, { requiredKeys: ['others'] }))
    .map(([name, where, said]) => calm.notMuted(name, where, said)),
  'a card that is up to date': anyMigration.map(lookedAgain),
  'no watch': fc.constant(noWatches()),
  'a deadline': fc
    .tuple(hostile, channelId, moment, timeZone)
    .map(([ref, channel, due, zone]) =>
      deadlineAnswer({ ref, channel }, { type: 'deadline', deadline: { due, timeZone: zone } }),
    ),
  'no deadline': fc
    .tuple(hostile, channelId)
    .map(([ref, channel]) => deadlineAnswer({ ref, channel }, { type: 'none' })),
  'the findings of the doctor': fc.array(finding, { maxLength: 30 }).map(doctorPage),
  'a subscription': fc.tuple(anySet, begun).map(([set, known]) => subscribed(set, known)),
  'the end of a subscription': anySet.map(unsubscribed),
  'the choice of a subscription': fc
    .tuple(fc.array(anySet, { minLength: 1, maxLength: 12 }), userId)
    .map(([sets, user]) => subscriptionChooser(sets, user)),
  'a request that is looked for': anyRequest.map(lookingMessage),
  escalation: fc
    .tuple(channelId, millis, millis)
    .map(([channel, afterMs, before]) => escalationSet({ channel, afterMs, before })),
  'the question before a cancellation': anyMigration.map(cancelQuestion),
  'what somebody takes care of': fc
    .tuple(userId, userId, fc.array(hostile, { minLength: 1, maxLength: 5 }), fc.array(userId, { maxLength: 30 }))
    .map(([holder, user, refs, others]) => takenAnswer({ holder, user, refs, others })),
  'what another person takes care of': fc
    .tuple(fc.array(userId, { minLength: 1, maxLength: 30 }), userId, hostile, moment)
    .map(([holders, user, ref, since]) => takenBefore({ holders, user, refs: [ref], since })),
  'an audit in chains': fc
    .array(chain, { minLength: 1, maxLength: 5 })
    .map((chains) => auditInChains({ chains, end, kept: undefined })),
  'the choice of a person': fc
    .tuple(hostile, fc.array(userId, { minLength: 1, maxLength: 12 }))
    .map(([name, people]) => whichPerson(name, people, (user) => `roles give <@${user}> operator`)),
  'the choice of a user group': hostile.map((handle) => whichGroup(handle, 'S0GROUP', 'roles give <!subteam^S0GROUP>')),
  'named owners': fc
    .tuple(anyOwned, subjects)
    .map(([of, some]) => ownersNamed({ of, things: [of], subjects: some, earlier: some, empty: some })),
  'removed owners': fc.tuple(anyOwned, subjects).map(([of, earlier]) => ownersRemoved(of, earlier)),
  'an answer with explanations': fc
    .tuple(fc.array(anyExplanation, { maxLength: 2 }), hostile)
    .map(([explanations, query]) => withExplanations(nothingExplained(query), explanations, query)),
  'an answer about one of several': fc
    .tuple(hostile, fc.array(fc.record({ typed: hostile }), { minLength: 1, maxLength: 3 }))
    .map(([query, others]) => withOthersAsked(nothingExplained(query), others)),
  'nothing to browse': fc.array(places.anyAccount, { maxLength: 9 }).map(nothingToBrowse),
  'the first steps': fc
    .record({ account: fc.boolean(), keys: fc.boolean(), roles: fc.boolean(), following: fc.boolean() })
    .map(welcomeMessage),
  'slow clouds': fc.constant(slowCloudsMessage(['Huawei Cloud OMS', 'UpCloud'])),
  'a receipt': fc
    .tuple(keptName, channelId, userId)
    .map(([words, channel, user]) => receiptMessage(`mute <#${channel}|moves> <@${user}> ${words}`)),
  'the outcome of a test': fc
    .tuple(channelId, outcome, fc.nat(60_000))
    .map(([channel, one, tookMs]) => trialAnswer({ channel, outcome: one, tookMs })),
}
