import fc from 'fast-check'
import { states } from '../../src/migrations/migration.ts'
import type { Message } from '../../src/views/blocks/message.ts'
import { unfollowedCard } from '../../src/views/card/card.ts'
import { closedBoard } from '../../src/views/group/board.ts'
import { digestMessage } from '../../src/views/group/digest.ts'
import { digestTitle, endTitle } from '../../src/views/group/title.ts'
import { noteMessage, stallMessage } from '../../src/views/notice/announcement.ts'
import { behindMessage, lateMessage } from '../../src/views/notice/deadline.ts'
import { escalationMessage, nobodyReached } from '../../src/views/notice/escalation.ts'
import { scopesLacking } from '../../src/views/notice/scopes-lacking.ts'
import { storeChanged } from '../../src/views/notice/store-changed.ts'
import { trialMessage } from '../../src/views/notice/trial.ts'
import { muteForOneself, whyHere, withWhy } from '../../src/views/notice/why.ts'
import { approverCard } from '../../src/views/request/card.ts'
import { channelId, hostile, keptName, moment, userId } from './hostile.ts'
import { anyProvider } from './inputs.ts'
import { anySubject } from './inputs-pages.ts'
import { anyRequest } from './inputs-requests.ts'
import { anyLine } from './inputs-together.ts'
import { anyMigration } from './migrations.ts'

const deadline = fc.record({
  by: userId,
  at: moment,
  due: moment,
  timeZone: fc.constantFrom('Europe/Berlin', 'Etc/UTC'),
})
const overdue = fc.record({ migration: anyMigration, deadline, channel: channelId })
const lines = fc.array(anyLine, { minLength: 1, maxLength: 40 })
const escalated = fc.record({ at: moment, since: moment, to: fc.array(anySubject, { maxLength: 9 }) })

/** Messages that Ferry sends by itself and that no other file of inputs has. */
export const messagesTold: Record<string, fc.Arbitrary<Message>> = {
  'a stall': fc
    .tuple(anyMigration, anyProvider, moment)
    .map(([migration, provider, movedAt]) => stallMessage({ migration, provider }, movedAt)),
  'a note': fc
    .tuple(anyMigration, userId, fc.boolean())
    .map(([migration, user, isNamed]) => noteMessage(migration, `Paused by <@${user}>`, { isNamed })),
  'a deadline that will be missed': fc
    .tuple(overdue, moment)
    .map(([one, expectedAt]) => behindMessage({ ...one, expectedAt })),
  'a missed deadline': overdue.map(lateMessage),
  'what nobody has taken': fc
    .tuple(lines, channelId, escalated, fc.boolean())
    .map(([members, channel, called, isPrivate]) =>
      escalationMessage({ id: 'group:C1#1', channel, members, escalated: called }, { isPrivate, title: endTitle }),
    ),
  'nobody who could be reached': fc
    .array(fc.constant('Slack does not know them.'), { maxLength: 3 })
    .map(nobodyReached),
  'scopes that are lacking': fc.constant(scopesLacking(['links:read', 'links:write'], 'link previews')),
  'a store that has changed': fc
    .tuple(fc.constant('it has another id'), keptName, fc.array(keptName, { maxLength: 9 }), fc.nat(99))
    .map(([how, storeName, accounts, followed]) => storeChanged({ how, storeName, accounts, followed })),
  'a test message': fc.record({ by: userId, at: moment }).map(trialMessage),
  'a card that is not followed any more': fc
    .tuple(anyMigration, fc.record({ by: userId, at: moment, channel: channelId }))
    .map(([migration, ended]) => unfollowedCard(migration, ended)),
  'a request’s card for an approver': fc
    .tuple(anyRequest, channelId)
    .map(([one, channel]) => approverCard(one, channel)),
  'a message that says why': fc
    .tuple(overdue, channelId, hostile)
    .map(([one, channel, ref]) => withWhy(lateMessage(one), whyHere({ channel, ref }))),
  'a message that can be muted': overdue.map((one) => withWhy(lateMessage(one), muteForOneself(undefined))),
  'a digest': lines.map((some) => digestMessage({ title: digestTitle(some), lines: some })),
  'a closed board': fc
    .array(fc.record({ state: fc.constantFrom(...states), count: fc.integer({ min: 1, max: 9000 }) }), { maxLength: 5 })
    .map(closedBoard),
}
