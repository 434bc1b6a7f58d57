import { expect, test } from 'vitest'
import type { Fault } from '../send/fake-slack.ts'
import { createLife } from '../send/mortal.ts'
import { createPostOffice, type PostOffice, shown } from '../send/post-office.ts'
import { draw, pairsOf, stepsTo } from './draw.ts'

const minuteMs = 60_000
const says = [
  { lane: 'progress', text: 'counted' },
  { lane: 'stall', text: 'stalled' },
  { lane: 'end', text: 'failed' },
] as const
const everything = ['failed card', '> counted', '> stalled', '>> failed']

/** One life of the process: it starts, sweeps, hears of news, and ends when it dies or has sent everything. */
async function live(office: PostOffice, lastStep?: number): Promise<{ steps: number; isOver: boolean }> {
  const life = createLife({ store: office.store, wire: office.slack.wire }, lastStep)
  const delivery = office.open(life)
  // As whoever takes a workspace over: what is to be said is sent, and every card is looked at.
  await delivery.sweep()
  delivery.repaint('T1', [...office.news.keys()])
  await office.clock.advance(2000)
  const watch = await office.workspace.watches.get('prod-hw/1912@C1')
  if (watch !== undefined && office.news.get(watch.id)?.outbox.length === 0) {
    await office.decide(watch, { card: 'failed card', says })
    delivery.nudge('T1', watch.id)
  }
  await office.clock.advance(minuteMs)
  await delivery.stop()
  // The machine comes back after a while, when the leases of the dead process have ended.
  await office.clock.advance(minuteMs)
  return { steps: life.steps(), isOver: life.isOver() }
}

async function begin(faults: readonly Fault[] = []): Promise<PostOffice> {
  const office = createPostOffice()
  office.slack.faults.push(...faults.map((fault) => ({ method: 'post', fault }) as const))
  await office.decide(await office.watch(), { card: 'running card' })
  return office
}

async function outcomeOf(lastSteps: readonly number[], faults: readonly Fault[] = []): Promise<string[]> {
  const office = await begin(faults)
  for (const lastStep of lastSteps) await live(office, lastStep)
  await live(office)
  return shown(office.slack)
}

test('without a crash, everything is posted once and in order', async () => {
  expect(await outcomeOf([])).toEqual(everything)
})

test('after a crash at any step, the next process posts what is missing and repeats nothing', async () => {
  const { steps } = await live(await begin())
  expect(steps).toBeGreaterThan(20)
  for (let lastStep = 1; lastStep <= steps; lastStep += 1) {
    expect(await outcomeOf([lastStep]), `dead at step ${lastStep} of ${steps}`).toEqual(everything)
  }
})

test('after a crash at any step while answers are lost, too', async () => {
  for (const faults of [
    ['lose after', 'lose before'],
    ['lose before', 'lose after', 'lose after'],
  ] as const) {
    const { steps } = await live(await begin(faults))
    for (let lastStep = 1; lastStep <= steps; lastStep += 1) {
      expect(await outcomeOf([lastStep], faults), `${faults} and dead at step ${lastStep}`).toEqual(everything)
    }
  }
})

test('after two crashes at any steps', async () => {
  const { steps } = await live(await begin())
  for (const [first, second] of draw(pairsOf(stepsTo(steps)), 100)) {
    expect(await outcomeOf([first, second]), `dead at steps ${first} and ${second}`).toEqual(everything)
  }
})

test('without Slack’s history, a post whose answer was lost is held back: better late than twice', async () => {
  const office = await begin(['lose after'])
  office.slack.faults.push(...Array.from({ length: 20 }, () => ({ method: 'find', fault: 'unreachable' }) as const))
  await live(office)
  expect(shown(office.slack)).toEqual(['running card'])
  office.slack.faults = []
  await live(office)
  await live(office)
  expect(shown(office.slack)).toEqual(everything)
})
