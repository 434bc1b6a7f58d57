import { describe, expect, test } from 'vitest'
import { createPostOffice, shown } from './post-office.ts'
import { startReplica } from './replica.ts'

const minuteMs = 60_000

describe('a workspace that goes to another replica', () => {
  async function twoReplicas(count: number) {
    const office = createPostOffice()
    const [giving, taking] = [startReplica(office, 'a'), startReplica(office, 'b')]
    const watches = await Promise.all(Array.from({ length: count }, (_, index) => office.watch(`m${index}`)))
    for (const watch of watches) await office.decide(watch, { card: `card of ${watch.migrationId}` })
    await giving.takes()
    await giving.delivery.sweep()
    return { office, giving, taking }
  }

  test('is given at once, though a hundred messages wait for their turn in one channel', async () => {
    const { office, giving, taking } = await twoReplicas(100)
    await office.clock.advance(3_500)
    const startedAt = office.clock.now()
    await office.clock.passUntil(giving.gives())
    expect(office.clock.now() - startedAt).toBe(0)
    expect(await taking.takes()).toBe(true)
    await taking.delivery.sweep()
    await office.clock.advance(2 * minuteMs)
    expect(new Set(shown(office.slack)).size).toBe(100)
    expect(office.slack.messages).toHaveLength(100)
  })

  test.each([
    ['Slack asked to wait', { retryAfterMs: 5 * minuteMs }],
    ['Slack could not be reached', 'unreachable'],
    ['an answer was lost', 'lose after'],
  ] as const)('is given at once, though %s', async (_, fault) => {
    const { office, giving, taking } = await twoReplicas(1)
    office.slack.faults.push({ method: 'post', fault })
    await office.clock.advance(100)
    expect(office.slack.calls.filter(({ call }) => call === 'post C1')).toHaveLength(1)
    const startedAt = office.clock.now()
    await office.clock.passUntil(giving.gives())
    expect(office.clock.now() - startedAt).toBe(0)
    expect(await taking.takes()).toBe(true)
    await taking.delivery.sweep()
    await office.clock.advance(10_000)
    expect(shown(office.slack)).toEqual(['card of m0'])
  })

  test('is given when what is being sent has been sent and written down, and no sooner', async () => {
    const { office, giving, taking } = await twoReplicas(1)
    const { post } = office.slack.wire
    office.slack.wire.post = async (order) => {
      await office.clock.sleep(2_000)
      return post(order)
    }
    await office.clock.settle()
    const startedAt = office.clock.now()
    await office.clock.passUntil(giving.gives())
    expect(office.clock.now() - startedAt).toBe(2_000)
    const { items } = await office.workspace.channels.list()
    expect(items.flatMap(({ receipts }) => Object.values(receipts))).toMatchObject([{ cardHash: 'card of m0' }])
    await taking.takes()
    await taking.delivery.sweep()
    await office.clock.advance(10_000)
    expect(shown(office.slack)).toEqual(['card of m0'])
  })
})
