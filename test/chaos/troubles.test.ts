import { describe, test } from 'vitest'
import { expectToPass } from './passes.ts'
import type { Trouble } from './trouble.ts'
import { absences } from './troubles/absences.ts'
import { forgetting } from './troubles/clouds.ts'
import { cuts, slowness } from './troubles/cuts.ts'
import { silentSockets } from './troubles/floods.ts'
import { histories } from './troubles/histories.ts'
import { sqliteKills } from './troubles/kills.ts'
import { refusals } from './troubles/refusals.ts'
import { subscriptionKills } from './troubles/subscriptions.ts'
import { deadTokens } from './troubles/tokens.ts'

const troubles: readonly [although: string, trouble: Trouble][] = [
  ['although Slack refuses calls', refusals],
  ['although connections to Slack are cut', cuts],
  ['although Slack answers late or never', slowness],
  ['although it may seldom look up what was lost', histories],
  ['although it is removed from channels, and they are archived', absences],
  ['although its token dies and it is installed again', deadTokens],
  ['although clouds forget everything for a while, and calls nothing deleted', forgetting],
  ['although it is killed at random moments', sqliteKills],
  ['although it is killed while people subscribe and unsubscribe', subscriptionKills],
  ['and acknowledges every command although strangers take all connections', silentSockets],
]

/** They mostly wait for Ferry's own pauses. */
describe('Ferry announces every end exactly once', { concurrent: true, timeout: 600_000 }, () => {
  test.for(troubles)('%s', ([, trouble]) => expectToPass(trouble, { rounds: 1 }))
})
