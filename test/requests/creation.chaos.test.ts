import { expect, test } from 'vitest'
import { draw, pairsOf, stepsTo } from '../chaos/draw.ts'
import { shown } from '../send/post-office.ts'
import type { Outcome } from './cloud.ts'
import { approved, deathOf, live, resume } from './lives.ts'
import { createOffice } from './office.ts'

/*
 * An approved migration is created exactly once, wherever the process dies and whatever happens to the cloud's answer.
 */

async function begin(outcomes: readonly Outcome[]) {
  const office = await createOffice()
  office.cloud.outcomes.push(...outcomes)
  return approved(office)
}

/** Dies at each of these steps, then lives until the request is over, and a little longer. */
async function outcomeOf(outcomes: readonly Outcome[], lastSteps: readonly number[]) {
  const { office, id } = await begin(outcomes)
  const deaths = []
  for (const lastStep of lastSteps) {
    deaths.push(deathOf(await live(office, { lastStep })))
    await office.clock.advance(150_000)
  }
  await resume(office, id)
  const { status } = await office.request(id)
  const watches = (await office.workspace.watches.list()).items
  return {
    made: office.cloud.made.map(({ migration: { id: made, state } }) => `${made} ${state}`),
    status: status.type,
    watches: watches.map(({ id: watch, takesOver }) => `${watch} ${takesOver}`),
    id,
    where: deaths.join(', then '),
  }
}

const endings: readonly (readonly Outcome[])[] = [
  ['created'],
  ['half created'],
  ['lost after creating'],
  ['nonsense after creating'],
  ['lost before'],
  ['late'],
  ['unreachable', 'lost after creating'],
  ['throttled', 'lost before', 'half created'],
]

test.each(endings.map((outcomes) => ({ name: outcomes.join(', then '), outcomes })))(
  'after a crash at any step, it is created once and watched: $name',
  { timeout: 600_000 },
  async ({ outcomes }) => {
    const { office } = await begin(outcomes)
    const steps = (await live(office, {})).steps()
    expect(steps).toBeGreaterThan(15)
    for (const lastStep of draw(stepsTo(steps), 4)) {
      const { made, status, watches, id, where } = await outcomeOf(outcomes, [lastStep])
      expect(made, where).toEqual(['1912 running'])
      expect(status, where).toBe('created')
      expect(watches, where).toEqual([`prod-hw/1912@C1 ${id}`])
    }
  },
)

test('after two crashes at any steps', { timeout: 600_000 }, async () => {
  for (const lastSteps of draw(pairsOf(stepsTo(60).filter((step) => step % 3 === 1)), 16)) {
    const { made, status, where } = await outcomeOf(['lost after creating'], lastSteps)
    expect([made, status], where).toEqual([['1912 running'], 'created'])
  }
})

test('three replicas that work at once create it once', async () => {
  for (const outcomes of endings) {
    const { office, id } = await begin(outcomes)
    // One of them leads the workspace and sends; that they all tend is more than ever happens.
    const replicas = [
      office.open(),
      office.open(undefined, { isSilent: true }),
      office.open(undefined, { isSilent: true }),
    ]
    for (let tick = 0; tick < 60; tick += 1) {
      await office.clock.passUntil(Promise.all(replicas.map(({ requests }) => requests.tend())))
      await office.clock.advance(30_000)
    }
    for (const { stop } of replicas) await office.clock.passUntil(stop())
    expect(office.cloud.made).toHaveLength(1)
    expect((await office.request(id)).status.type).toBe('created')
    expect(shown(office.slack).filter((line) => line.startsWith('> Created'))).toHaveLength(1)
  }
})
