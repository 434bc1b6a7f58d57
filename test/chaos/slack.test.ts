import { describe, test } from 'vitest'
import { expectToPass } from './passes.ts'
import { absences } from './troubles/absences.ts'
import { cuts, slowness } from './troubles/cuts.ts'
import { silentSockets } from './troubles/floods.ts'
import { histories } from './troubles/histories.ts'
import { refusals } from './troubles/refusals.ts'
import { deadTokens } from './troubles/tokens.ts'

/** They mostly wait for Ferry's own pauses. */
describe('Ferry announces every end exactly once', { concurrent: true, timeout: 300_000 }, () => {
  test('although Slack refuses calls', () => expectToPass(refusals, { rounds: 1 }))

  test('although connections to Slack are cut', () => expectToPass(cuts, { rounds: 1 }))

  test('although Slack answers late or never', () => expectToPass(slowness, { rounds: 1 }))

  test('although it may seldom look up what was lost', () => expectToPass(histories, { rounds: 1 }))

  test('although it is removed from channels, and they are archived', () => expectToPass(absences, { rounds: 1 }))

  test('although its token dies and it is installed again', () => expectToPass(deadTokens, { rounds: 1 }))

  test('and acknowledges every command although strangers take all connections', () =>
    expectToPass(silentSockets, { rounds: 1 }))
})
