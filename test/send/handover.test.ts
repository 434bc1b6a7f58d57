import { beforeEach, describe, expect, test } from 'vitest'
import type { RequestRecord, Watch } from '../../src/store/store.ts'
import { aRequestRecord } from '../store/request-samples.ts'
import { createLife } from './mortal.ts'
import { createPostOffice, type PostOffice, shown } from './post-office.ts'

const minuteMs = 60_000
const createdAt = Date.UTC(2026, 10, 21, 12)
let office: PostOffice

beforeEach(() => {
  office = createPostOffice()
})

/** The request's card shall look like this, and these lines stand in its thread. */
async function ask(card: string, lines: readonly string[] = [], to = office): Promise<RequestRecord> {
  const { request } = aRequestRecord()
  const message = (text: string) => ({ text, blocks: [{ type: 'section' }] })
  const outbox = lines.map((text, index) => ({
    seq: createdAt + index,
    place: 'thread' as const,
    lane: 'end' as const,
    deliveryKey: `${request.id}#${index}`,
    message: message(text),
    decidedAt: createdAt,
  }))
  const posting = {
    channel: 'C1',
    createdAt,
    card: { message: message(card), hash: card },
    outbox,
    nextSeq: createdAt + lines.length,
  }
  const record = { request, posting }
  await to.workspace.requests.set(request.id, record)
  return record
}

async function becomeWatched({ request }: RequestRecord, to = office): Promise<Watch> {
  const watch = { ...(await to.watch()), takesOver: request.id }
  await to.workspace.watches.set(watch.id, watch)
  return watch
}

describe('a request', () => {
  test('has one card, drawn again when it changes, with its history in the thread', async () => {
    const delivery = office.open()
    await ask('waiting')
    delivery.nudge('T1', 'r-7f3a2c')
    await office.clock.advance(minuteMs)
    await ask('approved', ['approved by U2'])
    delivery.nudge('T1', 'r-7f3a2c')
    await office.clock.advance(minuteMs)
    expect(shown(office.slack)).toEqual(['approved', '> approved by U2'])
    await delivery.stop()
  })

  test('whose channel is closed is shown when Ferry is invited, and whoever asked is told how', async () => {
    office.slack.closed.add('C1')
    const delivery = office.open()
    await ask('waiting')
    await delivery.sweep()
    await office.clock.advance(minuteMs)
    expect(office.slack.told).toEqual([{ user: 'U1', text: expect.stringContaining('withdraw r-7f3a2c') }])
    office.slack.closed.clear()
    await delivery.heal('T1', 'C1')
    await office.clock.advance(minuteMs)
    expect(shown(office.slack)).toEqual(['waiting'])
    await delivery.stop()
  })
})

describe('the watch of what a request became', () => {
  test('takes over its card, which the request never draws again, though it still speaks', async () => {
    const delivery = office.open()
    await ask('creating')
    await delivery.sweep()
    await office.clock.advance(minuteMs)
    const record = await ask('created', ['created as 1912'])
    await office.decide(await becomeWatched(record), { card: 'running card' })
    await delivery.sweep()
    await office.clock.advance(minuteMs)
    expect(shown(office.slack)).toEqual(['running card', '> created as 1912'])
    await ask('created, again', ['created as 1912'])
    await office.workspace.watches.delete('prod-hw/1912@C1')
    await delivery.sweep()
    await office.clock.advance(minuteMs)
    expect(shown(office.slack)).toEqual(['running card', '> created as 1912'])
    await delivery.stop()
  })

  test('waits for the card where there is none yet', async () => {
    office.slack.closed.add('C1')
    const delivery = office.open()
    const watch = await becomeWatched(await ask('created', ['created as 1912']))
    await office.decide(watch, { card: 'running card', says: [{ lane: 'end', text: 'failed' }] })
    await delivery.sweep()
    await office.clock.advance(minuteMs)
    office.slack.closed.clear()
    await delivery.heal('T1', 'C1')
    await office.clock.advance(minuteMs)
    await delivery.sweep()
    await office.clock.advance(minuteMs)
    expect(shown(office.slack)).toEqual(['running card', '> created as 1912', '>> failed'])
    await delivery.stop()
  })

  test('takes it over once, wherever the process dies', async () => {
    const outcome = async (lastStep?: number) => {
      const world = createPostOffice()
      const record = await ask('created', ['created as 1912'], world)
      await world.decide(await becomeWatched(record, world), { card: 'running card' })
      const live = async (until?: number) => {
        const life = createLife({ store: world.store, wire: world.slack.wire }, until)
        const delivery = world.open(life)
        for (let sweeps = 0; sweeps < 3; sweeps += 1) {
          await delivery.sweep()
          await world.clock.advance(minuteMs)
        }
        await delivery.stop()
        await world.clock.advance(minuteMs)
        return life.steps()
      }
      const steps = await live(lastStep)
      if (lastStep !== undefined) await live()
      return { steps, shown: shown(world.slack) }
    }
    const whole = await outcome()
    expect(whole.shown).toEqual(['running card', '> created as 1912'])
    for (let lastStep = 1; lastStep <= whole.steps; lastStep += 1) {
      expect((await outcome(lastStep)).shown, `dead at step ${lastStep}`).toEqual(whole.shown)
    }
  })
})
