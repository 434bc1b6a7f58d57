import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../src/store/sqlite/sqlite.ts'
import { createManualClock } from '../manual-clock.ts'
import { storeOver } from '../store/world.ts'
import { createPostOffice, type PostOffice, receiptOf, shown } from './post-office.ts'
import { type Replica, startReplica } from './replica.ts'

const minuteMs = 60_000

async function inMemory(): Promise<PostOffice> {
  return createPostOffice()
}

async function onSqlite(): Promise<PostOffice> {
  const directory = await mkdtemp(join(tmpdir(), 'ferry-replicas-'))
  const clock = createManualClock()
  const backend = await openSqlite({ path: join(directory, 'ferry.db'), clock, time: clock })
  onTestFinished(async () => {
    await backend.stop()
    await rm(directory, { recursive: true })
  })
  return createPostOffice(storeOver(backend, clock), clock)
}

describe.each([
  ['memory', inMemory],
  ['SQLite', onSqlite],
])('three replicas over %s', (_, open) => {
  async function openAll() {
    const office = await open()
    const replicas = ['a', 'b', 'c'].map((name) => startReplica(office, name))
    return { office, replicas }
  }

  /** Each of them takes the workspace if it is free, and is told of everything. */
  async function passSeconds(count: number, { office, replicas }: { office: PostOffice; replicas: Replica[] }) {
    for (let second = 0; second < count; second += 1) {
      for (const replica of replicas) await replica.takes()
      for (const { delivery } of replicas) for (const id of office.news.keys()) delivery.nudge('T1', id)
      await Promise.all(replicas.map(({ delivery }) => delivery.sweep()))
      await office.clock.advance(1000)
    }
  }

  test('post everything once, though all of them are told of all of it again and again', async () => {
    const { office, replicas } = await openAll()
    const watches = await Promise.all(
      Array.from({ length: 12 }, (_, index) => office.watch(`m${index}`, `C${index % 3}`)),
    )
    for (const watch of watches) {
      const says = ['counted', 'failed'].map((text) => ({ lane: 'end', text: `${watch.migrationId} ${text}` }) as const)
      await office.decide(watch, { card: `${watch.migrationId} card`, says })
    }
    await passSeconds(40, { office, replicas })
    const expected = watches.flatMap(({ migrationId: id }) => [`${id} card`, `${id} counted`, `${id} failed`])
    expect(office.slack.messages.map(({ text }) => text).toSorted()).toEqual(expected.toSorted())
  })

  test('post once when answers are lost and the workspace goes from one to the next', async () => {
    const { office, replicas } = await openAll()
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    for (const fault of ['lose after', 'lose before', 'lose after'] as const) {
      office.slack.faults.push({ method: 'post', fault })
    }
    for (let round = 0; round < 20; round += 1) {
      for (const replica of replicas) {
        if (!(await replica.takes())) continue
        await passSeconds(3, { office, replicas: [replica] })
        await office.clock.passUntil(replica.gives())
      }
    }
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
  })

  test('post once when Slack makes the leader wait for longer than any lease', async () => {
    const { office, replicas } = await openAll()
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    office.slack.faults.push({ method: 'post', fault: { retryAfterMs: 5 * minuteMs } })
    await passSeconds(6 * 60, { office, replicas })
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
  })

  test('leave everything to the leader whose call to Slack is slow', async () => {
    const { office, replicas } = await openAll()
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    const { post } = office.slack.wire
    office.slack.wire.post = async (order) => {
      await office.clock.sleep(15_000)
      return post(order)
    }
    await passSeconds(60, { office, replicas })
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
  })
})

test('a replica that does not lead the workspace sends nothing, whatever it is told', async () => {
  const office = createPostOffice()
  const [leader, other] = [startReplica(office, 'a'), startReplica(office, 'b')]
  const watch = await office.watch()
  await office.decide(watch, {})
  expect([await leader.takes(), await other.takes()]).toEqual([true, false])
  other.delivery.nudge('T1', watch.id)
  other.delivery.repaint('T1', [watch.id])
  await other.delivery.heal('T1', 'C1')
  await other.delivery.sweep()
  await office.clock.advance(minuteMs)
  await other.delivery.idle()
  expect(office.slack.calls).toEqual([])
})

test('what a former leader has sent is found by the next one, and the former one writes nothing any more', async () => {
  const office = createPostOffice()
  const [former, next] = [startReplica(office, 'a'), startReplica(office, 'b')]
  const watch = await office.watch()
  await office.decide(watch, {})
  await former.takesAndHangs()
  const { post } = office.slack.wire
  const answered = Promise.withResolvers<void>()
  office.slack.wire.post = async (order) => {
    office.slack.wire.post = post
    const ts = await post(order)
    await answered.promise
    return ts
  }
  former.delivery.nudge('T1', watch.id)
  await office.clock.advance(12_000)
  expect(await next.takes()).toBe(true)
  await office.decide(watch, { card: 'card 2', says: [{ lane: 'end', text: 'over' }] })
  await next.delivery.sweep()
  await office.clock.advance(10_000)
  const receipt = await receiptOf(office, watch)
  expect(receipt).toMatchObject({ cardHash: 'card 2' })
  answered.resolve()
  await office.clock.advance(10_000)
  expect(await receiptOf(office, watch)).toEqual(receipt)
  expect(shown(office.slack)).toEqual(['card 2', '>> over'])
  expect(office.slack.messages.map(({ earlier }) => earlier)).toEqual([['card 1'], []])
})

test('a former leader that wakes up with something to be sent does not send it', async () => {
  const office = createPostOffice()
  const [former, next] = [startReplica(office, 'a'), startReplica(office, 'b')]
  const watch = await office.watch()
  await office.decide(watch, {})
  await former.takesAndHangs()
  await office.clock.advance(12_000)
  expect(await next.takes()).toBe(true)
  former.delivery.nudge('T1', watch.id)
  await office.clock.advance(minuteMs)
  expect(office.slack.calls).toEqual([])
})
