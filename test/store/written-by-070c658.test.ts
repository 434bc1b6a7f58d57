import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createLeaders, type Leaders } from '../../src/app/leaders.ts'
import { AppError } from '../../src/errors/errors.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { eventTable } from '../../src/notify/events.ts'
import { providers } from '../../src/providers/index.ts'
import { createDelivery } from '../../src/send/delivery.ts'
import type { Store, WorkspaceStore } from '../../src/store/store.ts'
import { createFakeCloud, type FakeCloud } from '../fake-cloud/cloud.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { everybody } from '../requests/everybody.ts'
import { createFakeSlack, type FakeSlack, type Posted } from '../send/fake-slack.ts'
import { rememberWritten, writtenBy } from './written.ts'

const dump = writtenBy('070c658')
const minute = 60_000

let clock: ManualClock
let store: Store
let workspace: WorkspaceStore
let cloud: FakeCloud
let slack: FakeSlack
let fleet: Leaders

/** Today's Ferry over the store, beside a Slack that shows the cards of that version. */
beforeEach(async () => {
  clock = createManualClock(dump.writtenAt + minute)
  store = await rememberWritten(dump, clock)
  workspace = store.in('T0LOCAL')
  cloud = createFakeCloud({ clock })
  slack = createFakeSlack(clock)
  for (const { channel, receipts } of (await workspace.channels.list()).items) {
    for (const [key, { cardTs: ts, handedTo }] of Object.entries(receipts)) {
      if (ts === undefined) continue
      const card = {
        text: handedTo === undefined ? 'Running' : 'Succeeded',
        blocks: [],
        posted: [],
        earlier: [],
        at: 0,
      }
      slack.messages.push({ ts, channel, key, isBroadcast: false, ...card })
    }
  }
  for (const { migration } of (await workspace.known.list()).items) cloud.add(asReadToday(migration))
})

/** NAVER's figures as they are read today. Nothing has changed in the cloud. */
function asReadToday(migration: Migration): Migration {
  const { progress } = migration
  const { skipped: objects = 0, ...moved } = progress.objects
  if (migration.provider !== 'naver') return migration
  const { done = 0, total = 0 } = progress.bytes
  const bytes = Math.round((done * objects) / Math.max(1, objects + (moved.done ?? 0)))
  return {
    ...migration,
    progress: { ...progress, bytes: { done: done - bytes, total }, objects: moved, notMigrated: { objects, bytes } },
  }
}

async function start(): Promise<void> {
  const log = { info() {}, warn() {}, error() {} }
  const delivery = createDelivery({
    threadsOf: (id) => fleet.of(id)?.threads,
    led: () => fleet.led(),
    wire: slack.wire,
    clock,
    log,
  })
  const connect = (_: string, account: { name: string }) => cloud.connect(account)
  fleet = createLeaders({
    self: `f${clock.now()}`,
    store,
    providers,
    events: eventTable,
    connect,
    clock,
    delivery,
    people: { in: () => everybody },
    log,
  })
  onTestFinished(async () => {
    await delivery.stop()
    await fleet.stop()
  })
  await clock.passUntil(fleet.start().then(fleet.loaded))
}

async function minutes(count: number): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) {
    await clock.passUntil(fleet.tick())
    await clock.advance(minute)
  }
}

const below = (channel: string) => slack.messages.filter((one) => one.channel === channel && one.threadTs !== undefined)
const cards = (channel: string) => slack.messages.filter((one) => one.channel === channel && one.threadTs === undefined)
const reading = ({ text, blocks }: Posted) => `${text}\n${JSON.stringify(blocks)}`
const naming = (ref: string, those: readonly Posted[]) => those.filter((one) => reading(one).includes(ref))
const corrections = () => slack.messages.filter(({ text, isBroadcast }) => isBroadcast && text.startsWith('Finished,'))
const wasWrong = 'Ferry reported this migration as succeeded before. That was wrong.'

describe('ends that version 070c658 told as a success, although objects were not migrated', () => {
  test('are read again, their cards are corrected, and the channel hears it once', async () => {
    await start()
    await minutes(5)
    const [card, ...others] = cards('C0TOLD')
    expect(others).toEqual([])
    expect(card?.text).toMatch(/^Finished, 950 objects not migrated: told-here → told-here-kr/)
    expect(reading(below('C0TOLD')[0] ?? failing())).toContain(wasWrong)
    expect(below('C0TOLD')).toMatchObject([{ threadTs: card?.ts, isBroadcast: true }])
    expect(reading(below('C0TOLD')[0] ?? failing())).toContain('5 GB of 100 GB · 50 of 1,000 objects')
  })

  test('are corrected on the card of their request, after the watch is long over', async () => {
    await start()
    await minutes(5)
    const [card] = cards('C0MIGRATIONS').filter(({ key }) => key.startsWith('r-'))
    expect(card?.text).toMatch(/^Finished, 950 objects not migrated: scans → scans-kr/)
    const said = below('C0MIGRATIONS').filter(({ threadTs }) => threadTs === card?.ts)
    expect(said).toMatchObject([{ isBroadcast: true }])
    expect(said.map(reading).join()).toContain(wasWrong)
  })

  test('are corrected in every channel that followed them, as the audit has it', async () => {
    await start()
    await minutes(5)
    for (const channel of ['C0MIGRATIONS', 'C0ARCHIVE']) {
      expect(naming('media-nv/told-and-over', cards(channel)), channel).toHaveLength(1)
      const [said, ...more] = naming('media-nv/told-and-over', below(channel))
      expect(more).toEqual([])
      expect(reading(said ?? failing())).toContain(wasWrong)
    }
  })

  test('that no channel may have heard are told as they are', async () => {
    await start()
    await minutes(5)
    const [said, ...more] = below('C0MEDIA')
    expect(more).toEqual([])
    expect(said?.text).toMatch(/^Finished, 950 objects not migrated: unheard/)
    expect(reading(said ?? failing())).toContain(
      'If Ferry reported this migration as succeeded before, that was wrong.',
    )
  })

  test('are all that is told: nothing else is told anew, and nothing twice', async () => {
    await start()
    await minutes(40)
    await fleet.stop()
    await start()
    await minutes(40)
    const posted = slack.messages.filter(({ at }) => at > 0)
    expect(corrections()).toHaveLength(5)
    for (const ref of ['all-there', 'unfollowed', '300000000000001']) expect(naming(ref, posted), ref).toEqual([])
    // It has not moved since, as the channel hears of any migration.
    const about = naming('still-running', below('C0MIGRATIONS'))
    expect(about.map(({ text }) => text)).toEqual([expect.stringMatching(/^No progress for/)])
    const { items } = await workspace.watches.list()
    expect(items.map(({ migrationId }) => migrationId)).toEqual(['still-running', 'unfollowed'])
    expect((await workspace.known.list()).items.filter(({ isMisread }) => isMisread)).toEqual([])
  })

  test.each(['lose before', 'lose after'] as const)('are told once if Slack’s answers are lost: %s', async (fault) => {
    slack.faults = Array.from({ length: 6 }, () => ({ method: 'post', fault }) as const)
    await start()
    await minutes(20)
    expect(corrections()).toHaveLength(5)
  })

  test('are told once if Ferry is restarted before anything is sent', async () => {
    await start()
    await clock.passUntil(fleet.tick())
    await fleet.stop()
    await start()
    await minutes(5)
    expect(corrections()).toHaveLength(5)
  })

  test('are told by what was last read if the cloud has deleted them', async () => {
    cloud.remove('media-nv/told-here')
    await start()
    await minutes(9)
    expect(below('C0TOLD')).toEqual([])
    await minutes(9)
    expect(below('C0TOLD').map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Finished, 950 objects not migrated: told-here/),
    ])
    expect(reading(below('C0TOLD')[0] ?? failing())).not.toContain('no longer lists')
  })

  test('wait until the audit can be read, which knows the channels', async () => {
    const whole = store
    const newestFirst = async function* () {
      if (clock.now() < dump.writtenAt + 10 * minute) throw new AppError('store_unavailable')
      yield* whole.in('T0LOCAL').audit.newestFirst()
    }
    store = {
      ...whole,
      in(id) {
        const own = whole.in(id)
        return { ...own, audit: { ...own.audit, newestFirst } }
      },
    }
    await start()
    await minutes(5)
    expect(corrections()).toEqual([])
    await minutes(10)
    expect(corrections()).toHaveLength(5)
  })

  test('are silent if the migration was restarted and moved everything', async () => {
    const known = (await workspace.known.list()).items.find(
      ({ migration }) => refOf(migration) === 'media-nv/told-here',
    )
    const progress = { bytes: { done: 100e9, total: 100e9 }, objects: { done: 1000, total: 1000 } }
    if (known !== undefined) cloud.add({ ...known.migration, progress })
    await start()
    await minutes(5)
    expect(below('C0TOLD')).toEqual([])
    expect(cards('C0TOLD')[0]?.text).toMatch(/^Succeeded/)
  })
})

function failing(): never {
  throw new Error('Nothing was said')
}
