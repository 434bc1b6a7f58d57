import { describe, expect, test } from 'vitest'
import { createPostOffice, shown } from './post-office.ts'

const secondMs = 1000
const minuteMs = 60_000

describe('a post that Slack applies late', () => {
  // Slack has answered with a time-out or an error, and shows the message all the same.
  test.each([6, 11, 16, 20, 25, 30])('after %i seconds appears once', async (seconds) => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    office.slack.faults.push({ method: 'post', fault: { lateMs: seconds * secondMs } })
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(3 * minuteMs)
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    await delivery.stop()
  })

  test('is sought early, and for the last time after more than 30 seconds', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, {})
    office.slack.faults.push({ method: 'post', fault: 'lose before' })
    const startAt = office.clock.now()
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(3 * minuteMs)
    const seconds = office.slack.calls.map(({ call, at }) => `${call} ${(at - startAt) / secondMs}`)
    expect(seconds).toEqual(['post C1 0', 'find C1 5', 'find C1 15', 'find C1 35', 'post C1 35'])
    await delivery.stop()
  })

  test('keeps no other thread of its channel waiting', async () => {
    const office = createPostOffice()
    const [lost, other] = [await office.watch('1'), await office.watch('2')]
    await office.decide(lost, { card: 'lost' })
    office.slack.faults.push({ method: 'post', fault: { lateMs: 30 * secondMs } })
    const delivery = office.open()
    delivery.nudge('T1', lost.id)
    await office.clock.advance(secondMs)
    await office.decide(other, { card: 'other', says: [{ lane: 'end', text: 'over' }] })
    delivery.nudge('T1', other.id)
    await office.clock.advance(4 * secondMs)
    expect(shown(office.slack)).toEqual(['other', '>> over'])
    await delivery.stop()
  })

  test.each([-60, 60])('is sought at once after a restart if the clock was set by %i minutes', async (minutes) => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, {})
    office.slack.faults.push({ method: 'post', fault: 'lose after' })
    const first = office.open()
    first.nudge('T1', watch.id)
    await office.clock.settle()
    await first.stop()
    const { now, sleep } = office.clock
    const second = office.open({ clock: { now: () => now() + minutes * minuteMs, sleep } })
    second.nudge('T1', watch.id)
    await office.clock.advance(secondMs)
    expect(office.slack.calls.map(({ call }) => call).slice(0, 2)).toEqual(['post C1', 'find C1'])
    await second.stop()
  })
})

describe.each([-60, -4, 4, 60])('while this machine’s clock is off by %i minutes', (minutes) => {
  // Slack's messages bear times by Slack's clock, and its answers tell the time.
  test('a lost post is found', async () => {
    const office = createPostOffice()
    office.slack.tellsTime = true
    const watch = await office.watch()
    await office.decide(watch, {})
    const { now, sleep } = office.clock
    const delivery = office.open({ clock: { now: () => now() + minutes * minuteMs, sleep, steady: office.clock } })
    delivery.nudge('T1', watch.id)
    await office.clock.settle()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    office.slack.faults.push({ method: 'post', fault: 'lose after' })
    delivery.nudge('T1', watch.id)
    await office.clock.advance(2 * minuteMs)
    expect(shown(office.slack)).toEqual(['card 1', '>> over'])
    await delivery.stop()
  })
})

describe('where Slack’s history shows no metadata', () => {
  test.each(['lose before', 'lose after', { lateMs: 20_000 }] as const)('%j: posted once', async (fault) => {
    const office = createPostOffice()
    office.slack.dropsMetadata = true
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'end', text: 'over & <out>' }] })
    office.slack.faults.push({ method: 'post', fault }, { method: 'post', fault })
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(5 * minuteMs)
    expect(shown(office.slack)).toEqual(['card 1', '>> over & <out>'])
    await delivery.stop()
  })

  test('it is logged once an hour, and counted each time', async () => {
    const office = createPostOffice()
    office.slack.dropsMetadata = true
    let counted = 0
    const delivery = office.open({
      onUnmarked() {
        counted += 1
      },
    })
    for (const id of ['1', '2']) {
      const watch = await office.watch(id)
      await office.decide(watch, { card: id })
      office.slack.faults.push({ method: 'post', fault: 'lose after' })
      delivery.nudge('T1', watch.id)
      await office.clock.advance(minuteMs)
    }
    expect(counted).toBe(2)
    expect(office.logged.filter((line) => line.includes('metadata.message:read'))).toHaveLength(1)
    await delivery.stop()
  })

  test('a card that changes meanwhile is found by the text with which it was posted', async () => {
    const office = createPostOffice()
    office.slack.dropsMetadata = true
    const watch = await office.watch()
    await office.decide(watch, { card: '10 %' })
    office.slack.faults.push({ method: 'post', fault: 'lose after' })
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(secondMs)
    await office.decide(watch, { card: '20 %' })
    delivery.nudge('T1', watch.id)
    await office.clock.advance(2 * minuteMs)
    expect(shown(office.slack)).toEqual(['20 %'])
    await delivery.stop()
  })

  // Two events of one thread can read alike. Neither is taken for the other.
  test('an earlier message with the same text is not taken for the lost one', async () => {
    const office = createPostOffice()
    office.slack.dropsMetadata = true
    const watch = await office.watch()
    await office.decide(watch, { says: [{ lane: 'progress', text: 'Resumed' }] })
    const delivery = office.open()
    delivery.nudge('T1', watch.id)
    await office.clock.advance(minuteMs)
    await office.decide(watch, { says: [{ lane: 'progress', text: 'Resumed' }] })
    office.slack.faults.push({ method: 'post', fault: 'lose before' })
    delivery.nudge('T1', watch.id)
    await office.clock.advance(2 * minuteMs)
    expect(shown(office.slack)).toEqual(['card 1', '> Resumed', '> Resumed'])
    await delivery.stop()
  })

  test.each([
    ['before', 'after'],
    ['after', 'before'],
    ['before', 'before'],
    ['after', 'after'],
  ] as const)('two cards that read alike are both there, if lost %s and %s Slack took them', async (one, two) => {
    const office = createPostOffice()
    office.slack.dropsMetadata = true
    const watches = [await office.watch('1'), await office.watch('2')]
    office.slack.faults.push({ method: 'post', fault: `lose ${one}` }, { method: 'post', fault: `lose ${two}` })
    const delivery = office.open()
    for (const watch of watches) {
      await office.decide(watch, { card: 'orders → archive' })
      delivery.nudge('T1', watch.id)
    }
    await office.clock.advance(5 * minuteMs)
    expect(shown(office.slack)).toEqual(['orders → archive', 'orders → archive'])
    await delivery.stop()
  })

  test('what another thread has had accepted meanwhile is not taken for the lost post', async () => {
    const office = createPostOffice()
    office.slack.dropsMetadata = true
    const [lost, other] = [await office.watch('1'), await office.watch('2')]
    await office.decide(lost, { card: 'orders → archive' })
    office.slack.faults.push({ method: 'post', fault: 'lose before' })
    const delivery = office.open()
    delivery.nudge('T1', lost.id)
    await office.clock.advance(secondMs)
    await office.decide(other, { card: 'orders → archive' })
    delivery.nudge('T1', other.id)
    await office.clock.advance(3 * minuteMs)
    expect(shown(office.slack)).toEqual(['orders → archive', 'orders → archive'])
    await delivery.stop()
  })
})

test('what is noted for a look-up is gone once nothing is looked for', async () => {
  const office = createPostOffice()
  const [lost, other] = [await office.watch('1'), await office.watch('2')]
  office.slack.faults.push({ method: 'post', fault: 'lose after' })
  const delivery = office.open()
  await office.decide(lost, {})
  delivery.nudge('T1', lost.id)
  await office.clock.advance(secondMs)
  await office.decide(other, { says: [{ lane: 'progress', text: 'history' }] })
  delivery.nudge('T1', other.id)
  await office.clock.advance(3 * secondMs)
  expect((await office.workspace.channels.get('C1'))?.accepted).toHaveLength(2)
  await office.clock.advance(minuteMs)
  expect(await office.workspace.channels.get('C1')).not.toHaveProperty('accepted')
  await delivery.stop()
})
