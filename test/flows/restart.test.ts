import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, type TestContext, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import { holdCloud } from './holding.ts'
import { createMovableClock } from './movable-clock.ts'
import type { Person } from './person.ts'
import { readingOf, selectIn } from './reading.ts'
import { createReadyStage, modes, type Stage, type StageOptions } from './stage.ts'
import { until } from './until.ts'

const needless =
  'Nothing needs the older encryption keys any more: take them away once every replica has the first in front'

describe.each(modes)('restarting, over %s', { concurrent: true }, (mode) => {
  const createKeptStage = async ({ onTestFinished }: TestContext, options: StageOptions = {}): Promise<Stage> => {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
    const environment = { STORE_URL: `sqlite:${join(folder, 'ferry.db')}` }
    const stage = await createReadyStage({ ...options, mode, environment })
    onTestFinished(async () => {
      await stage.stop()
      rmSync(folder, { recursive: true })
    })
    return stage
  }

  test('keeps watches, cards, accounts and keys, and repeats no message', async (context) => {
    const stage = await createKeptStage(context)
    const engineer = stage.person()
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
    await engineer.types('watch 1912…')
    await until('the card', () => stage.slackCalls('chat.postMessage').length === 1)

    const readBefore = stage.cloudCalls('limit=100').length
    await stage.restart()
    await until('readings after the restart', () => stage.cloudCalls('limit=100').length >= readBefore + 3)
    expect(stage.slackCalls('chat.postMessage')).toHaveLength(1)
    await engineer.types('watches')
    await engineer.hears('*photos → archive*')
    await engineer.types('keys')
    await engineer.hears('*2 storage keys*')

    await stage.stopFerry()
    stage.cloud.finishTask('191297407830872')
    await stage.startFerry()
    // The thread of the earlier card tells what happened meanwhile.
    const end = await engineer.hears(':white_check_mark: *Succeeded: photos → archive*')
    expect(end.thread_ts).toBe(liveCard(engineer)?.ts)
    await until('the card to say so', () => readingOf(liveCard(engineer) ?? nothing).includes('*Succeeded*'))
    await stage.restart()
    await until('a reading after that', () => stage.logged('Ferry is ready').length === 4)
    expect(ends(engineer)).toHaveLength(1)
  })

  test('with a new encryption key first, seals everything with it and reports the old key as unneeded', async (context) => {
    const stage = await createKeptStage(context)
    const engineer = stage.person()
    const [older, newer] = [encryptionKey('k1', 7), encryptionKey('k2', 8)]
    await stage.restart({ ENCRYPTION_KEYS: `${newer},${older}` })
    await until('the report that the old key is unneeded', () => stage.logged(needless).length === 1)
    await stage.restart({ ENCRYPTION_KEYS: newer })
    await engineer.types('keys')
    await engineer.hears('*2 storage keys*')
    expect(stage.logged('A stored record cannot be read')).toEqual([])
  })

  test('repeats no message whose answer was lost when Ferry stopped', async (context) => {
    const clock = createMovableClock()
    const stage = await createKeptStage(context, { ferryClock: clock })
    const engineer = stage.person()
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
    await engineer.types('watch 1912…')
    await until('the card', () => liveCard(engineer))
    stage.spoil('chat.postMessage', { kind: 'cut_after' })
    stage.cloud.finishTask('191297407830872')
    await until('the end to arrive in Slack', () => ends(engineer).length === 1)
    await stage.stopFerry()
    clock.advance(5000)
    await stage.startFerry()
    await until('the card to show the end', () => readingOf(liveCard(engineer) ?? nothing).includes('*Succeeded*'))
    expect(ends(engineer)).toHaveLength(1)
  })

  test('brings every card up to date that Slack did not let it edit before it stopped', async (context) => {
    const stage = await createKeptStage(context)
    const engineer = stage.person()
    const ids = Array.from({ length: 6 }, (_, index) => `19129740783087${index}`)
    for (const id of ids) {
      stage.addTask({ id, sourceBucket: `photos-${id}` })
      await engineer.types(`watch ${id}`)
    }
    await until('the cards', () => liveCards(engineer).length === ids.length)
    stage.spoil('chat.update', { kind: 'status', status: 500 }, { times: 100_000 })
    for (const id of ids) stage.cloud.finishTask(id)
    await until('the channel to hear of every end', () => heardOf(ids, engineer))
    expect(liveCards(engineer).filter((card) => readingOf(card).includes('*Succeeded*'))).toEqual([])
    await stage.stopFerry()
    stage.slack.world.faults.splice(0)
    await stage.startFerry()
    await until('every card to show the end', () =>
      liveCards(engineer).every((card) => readingOf(card).includes('*Succeeded*')),
    )
  })

  test('finishes what was in progress before Ferry stops', async (context) => {
    const stage = await createKeptStage(context)
    const engineer = stage.person()
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
    const reading = holdCloud(stage, '/191297407830872')
    await engineer.types('status 191297407830872')
    await reading.reached()
    const stopped = stage.stopFerry()
    reading.release()
    await stopped
    await engineer.hears('photos → archive')
  })

  test('is not delayed by a slow pause', async (context) => {
    // The pause sleeps between its looks, and only the stop wakes it.
    const stage = await createKeptStage(context, { ferryClock: { ...systemClock, sleep: untilWoken } })
    const engineer = stage.person()
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos' })
    await engineer.types('pause 191297407830872')
    await until('the pause to be accepted', () => stage.task('191297407830872')?.status === 7)
    await stage.stopFerry()
    expect(stage.logged('A Slack listener failed')).toEqual([])
  })

  test('still offers the keys used last first', async (context) => {
    const stage = await createKeptStage(context)
    const engineer = stage.person()
    stage.addTask({ id: '191297407830872', sourceBucket: 'photos', status: 3 })
    await engineer.types('start 1912… --source photos-read --target archive-write')
    await engineer.hears('photos → archive')
    await stage.restart()
    stage.addTask({ id: '200000000000000', sourceBucket: 'photos', status: 3 })
    await engineer.types('start 2000…')
    expect(selectIn(await engineer.faces('Start again'), 'Source key').chosen).toBe('photos-read')
  })
})

const nothing = { text: '', blocks: [] }

function liveCard(person: Person) {
  return liveCards(person)[0]
}

function liveCards(person: Person) {
  return person.messages().filter((message) => {
    const { only_for, thread_ts, ts } = message
    return only_for === undefined && (thread_ts ?? ts) === ts && readingOf(message).includes('OMS task')
  })
}

/** Whether a channel was told the end of each of these migrations: alone, or in the thread of a group. */
function heardOf(ids: readonly string[], person: Person): boolean {
  const said = person.messages().filter(({ thread_ts, ts }) => thread_ts !== undefined && thread_ts !== ts)
  return ids.every((id) => said.some((message) => readingOf(message).includes(id)))
}

function ends(person: Person) {
  return person.messages().filter(({ is_broadcast }) => is_broadcast)
}

function untilWoken(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 0 || signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
}

function encryptionKey(id: string, byte: number): string {
  return `${id}:${Buffer.alloc(32, byte).toString('base64')}`
}
