import fc from 'fast-check'
import type { Owned, Owner } from '../../src/access/owners.ts'
import { ownerPage } from '../../src/views/access/owners.ts'
import { policyHistoryPage } from '../../src/views/access/policy.ts'
import { rolePage } from '../../src/views/access/roles.ts'
import { accountList } from '../../src/views/account/accounts.ts'
import { keyList } from '../../src/views/account/keys.ts'
import type { Message } from '../../src/views/blocks/message.ts'
import { accountChoice } from '../../src/views/browse/accounts.ts'
import { requestList } from '../../src/views/request/forms.ts'
import { hostile, keptName, moment, userId } from './hostile.ts'
import * as any from './inputs.ts'
import { anyRolePage } from './inputs-access.ts'
import * as places from './inputs-places.ts'
import { anyPolicy, anyRequest } from './inputs-requests.ts'

const anyPage = fc.integer({ min: 1, max: 9 })

export const anyOwned: fc.Arbitrary<Owned> = fc.oneof(
  fc.record({ type: fc.constant('account'), account: keptName }),
  fc.record(
    { type: fc.constant('bucket'), pattern: hostile, account: keptName },
    { requiredKeys: ['type', 'pattern'] },
  ),
  fc.record({ type: fc.constant('key'), key: keptName }),
)
export const anySubject = fc.record({ type: fc.constantFrom('user', 'group'), id: userId })
const anyOwner: fc.Arbitrary<Owner> = fc.record({
  of: anyOwned,
  subjects: fc.array(anySubject, { maxLength: 20 }),
  setBy: userId,
  setAt: moment,
})

const anyKeyPage = {
  unreadable: fc.nat(3),
  page: anyPage,
  only: fc.oneof(fc.constant('mine' as const), fc.record({ begin: hostile })),
}

/** Lists that have pages, at any of these. */
export const messagesInPages: Record<string, fc.Arbitrary<Message>> = {
  'the accounts': fc
    .record({
      accounts: any.many(any.anyAccount),
      command: fc.constant('accounts'),
      page: anyPage,
      unreadable: fc.nat(3),
    })
    .map(accountList),
  'the storage keys': fc
    .tuple(any.many(any.anyKey), fc.record(anyKeyPage, { requiredKeys: ['unreadable', 'page'] }))
    .map(([keys, about]) => keyList(keys, about)),
  'accounts to look into': fc
    .tuple(any.many(places.anyAccount), any.many(places.anyAccount), anyPage)
    .map(([browsable, others, page]) => accountChoice(browsable, { others, page })),
  'the owners': fc
    .tuple(any.many(anyOwner), fc.record({ unreadable: fc.nat(3), page: anyPage, isMine: fc.boolean() }))
    .map(([owners, about]) => ownerPage(owners, about)),
  'the roles': anyRolePage.map(rolePage),
  'the requests': fc
    .record({
      requests: fc.array(anyRequest, { maxLength: 50 }),
      isAll: fc.boolean(),
      isMine: fc.boolean(),
      page: anyPage,
      unreadable: fc.nat(3),
    })
    .map(requestList),
  'the versions of the policy': fc
    .tuple(fc.array(anyPolicy, { maxLength: 60 }), fc.array(fc.nat(), { maxLength: 60 }), anyPage)
    .map(([policies, lost, page]) => policyHistoryPage({ policies, lost }, page)),
}
