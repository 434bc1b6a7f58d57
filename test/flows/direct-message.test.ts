import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMovableClock } from './movable-clock.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const ids = ['191297407830872', '191297407830873']
const direct = 'D0LOCAL0ENGINEER'
const clock = createMovableClock()
let stage: Stage

beforeAll(async () => {
  stage = await createReadyStage({ ferryClock: clock })
  stage.clock.setSpeed(0)
  for (const id of ids) stage.addTask({ id, sourceBucket: `photos-${id.at(-1)}` })
})
afterAll(() => stage.stop())

test('a migration can be watched in the direct message with Ferry', async () => {
  const engineer = stage.person('U0ENGINEER', direct)
  await engineer.types(`watch ${ids[0]}`)
  await until('the card', () => cardsOf('photos-2').length > 0)
})

test('and if Slack’s answer to a card is lost, Ferry finds the card there and does not post it twice', async () => {
  const engineer = stage.person('U0ENGINEER', direct)
  stage.spoil('chat.postMessage', { kind: 'cut_after' }, { channel: direct })
  await engineer.types(`watch ${ids[1]}`)
  await until('the card', () => cardsOf('photos-3').length > 0)
  clock.advance(5000)
  await until('the search', () => stage.slackCalls('conversations.history', direct).some(({ ok }) => ok))
  expect(cardsOf('photos-3')).toHaveLength(1)
})

function cardsOf(bucket: string) {
  const messages = stage.slack.world.messages.get(direct) ?? []
  return messages.filter((one) => one.only_for === undefined && readingOf(one).includes(bucket))
}
