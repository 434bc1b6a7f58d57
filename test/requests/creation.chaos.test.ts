import { expect, test } from 'vitest'
import { isOver } from '../../src/approvals/request.ts'
import { createLife } from '../delivery/mortal.ts'
import { shown } from '../delivery/post-office.ts'
import type { Outcome } from './cloud.ts'
import { createOffice, type Office } from './office.ts'

/* Approved is created exactly once: wherever the process dies, and whatever becomes of the cloud's answer. */

const tickMs = 30_000

/** One life of a process: it tends at every tick, until it dies or so many ticks are over. */
async function live(office: Office, { ticks, lastStep }: { ticks: number; lastStep?: number }): Promise<number> {
  const life = createLife({ store: office.store, wire: office.slack.wire }, lastStep)
  const replica = office.open(life)
  for (let tick = 0; tick < ticks && !life.isOver(); tick += 1) {
    await office.clock.passUntil(replica.requests.tend())
    await office.clock.advance(tickMs)
  }
  await office.clock.passUntil(replica.stop())
  return life.steps()
}

async function begin(outcomes: readonly Outcome[]): Promise<{ office: Office; id: string }> {
  const office = await createOffice()
  office.cloud.outcomes.push(...outcomes)
  const { id } = await office.ask()
  await office.decide(id, { user: 'U0LEAD' })
  return { office, id }
}

/** Dies at each of these steps, and then lives until it is over, and a little longer. */
async function outcomeOf(outcomes: readonly Outcome[], lastSteps: readonly number[]) {
  const { office, id } = await begin(outcomes)
  for (const lastStep of lastSteps) {
    await live(office, { ticks: 10, lastStep })
    // The machine is back after a while; meanwhile the leases of the dead process have ended.
    await office.clock.advance(150_000)
  }
  while (!isOver((await office.request(id)).status)) await live(office, { ticks: 5 })
  await live(office, { ticks: 5 })
  const { status } = await office.request(id)
  const watches = (await office.workspace.watches.list()).items.map(
    ({ id: watch, takesOver }) => `${watch} ${takesOver}`,
  )
  return {
    made: office.cloud.made.map(({ migration: { id: made, state } }) => `${made} ${state}`),
    status: status.type,
    watches,
    id,
  }
}

const endings: readonly (readonly Outcome[])[] = [
  ['created'],
  ['half created'],
  ['lost after creating'],
  ['nonsense after creating'],
  ['lost before'],
  ['unreachable', 'lost after creating'],
  ['throttled', 'lost before', 'half created'],
]

test.each(endings.map((outcomes) => ({ name: outcomes.join(', then '), outcomes })))(
  'wherever the process dies, it is created once and watched: $name',
  { timeout: 120_000 },
  async ({ outcomes }) => {
    const { office } = await begin(outcomes)
    const steps = await live(office, { ticks: 10 })
    expect(steps).toBeGreaterThan(15)
    for (let lastStep = 1; lastStep <= steps; lastStep += 1) {
      const { made, status, watches, id } = await outcomeOf(outcomes, [lastStep])
      const where = `dead at step ${lastStep} of ${steps}`
      expect(made, where).toEqual(['1912 running'])
      expect(status, where).toBe('created')
      expect(watches, where).toEqual([`prod-hw/1912@C1 ${id}`])
    }
  },
)

test('wherever it dies and then dies again', { timeout: 120_000 }, async () => {
  for (let first = 1; first <= 60; first += 6) {
    for (let second = 1; second <= 60; second += 6) {
      const { made, status } = await outcomeOf(['lost after creating'], [first, second])
      expect([made, status], `dead at steps ${first} and ${second}`).toEqual([['1912 running'], 'created'])
    }
  }
})

test('three replicas that tend at once create it once', async () => {
  for (const outcomes of endings) {
    const { office, id } = await begin(outcomes)
    const replicas = [office.open(), office.open(), office.open()]
    for (let tick = 0; tick < 60; tick += 1) {
      await office.clock.passUntil(Promise.all(replicas.map(({ requests }) => requests.tend())))
      await office.clock.advance(tickMs)
    }
    for (const { stop } of replicas) await office.clock.passUntil(stop())
    expect(office.cloud.made).toHaveLength(1)
    expect((await office.request(id)).status.type).toBe('created')
    expect(shown(office.slack).filter((line) => line.startsWith('> Created'))).toHaveLength(1)
  }
})
