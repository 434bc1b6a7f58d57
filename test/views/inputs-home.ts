import fc from 'fast-check'
import { providers } from '../../src/providers/index.ts'
import type { HomePage } from '../../src/views/home/home.ts'
import { hostile, unquoted, userId } from './hostile.ts'
import { anyWatch, many } from './inputs.ts'
import { anyRequest } from './inputs-requests.ts'
import { anyMigration } from './migrations.ts'

export const anyHome: fc.Arbitrary<HomePage> = fc.record({
  accounts: fc.nat(),
  dead: fc.array(
    fc.record({
      account: hostile,
      trouble: fc.record({
        code: fc.constantFrom('provider_denied', 'provider_failed'),
        what: unquoted,
        next: unquoted,
        since: fc.nat(),
      }),
      connectedBy: userId,
    }),
    { maxLength: 12 },
  ),
  waiting: fc.array(fc.record({ request: anyRequest, isMine: fc.boolean() }), { maxLength: 12 }),
  watches: many(anyWatch),
  owned: many(anyMigration),
  subscriptions: fc.constant([]),
  health: fc.array(fc.record({ part: hostile, state: fc.constantFrom('well', 'ill', 'unknown'), says: unquoted }), {
    maxLength: 9,
  }),
  steps: fc.record({ account: fc.boolean(), keys: fc.boolean(), roles: fc.boolean(), following: fc.boolean() }),
  providers: fc.constant([...providers]),
})
