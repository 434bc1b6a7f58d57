import { describe, expect, test } from 'vitest'
import type { ShownTimes } from '../../playground/cloud/shown-times.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { creatorOf, madeBy } from './contract-create.ts'
import { type Open, offers } from './contract-world.ts'
import { operationsOf } from './operations.ts'

/** The part of the contract for providers that are called over a network, with a clock of their own. */
export function describeWire(provider: Provider, open: Open): void {
  if (offers(provider, 'limit')) describeLostLimits(open)
  describe.each(madeBy(provider))('when it looks for a %s that it created', (kind) => {
    const openFor = async () => {
      const { world, connection } = await open()
      return { world, creator: creatorOf(connection, world, kind) }
    }
    describeFinding(openFor)
  })
}

function describeLostLimits(open: Open): void {
  test('reports that the outcome for a target is unknown', async () => {
    const { world, connection } = await open()
    const target = world.add('running')
    world.breakNext('cut')
    const unknown = { code: 'provider_outcome_unknown', details: { ref: `prod/${target.id}` } }
    const outcomes = await operationsOf(connection).limit({ targets: [target], limits: [] }, {})
    expect(outcomes).toMatchObject([{ ...target, error: unknown }])
  })
}

type OpenFor = () => Promise<Pick<Awaited<ReturnType<Open>>, 'world'> & { creator: ReturnType<typeof creatorOf> }>

const hourMs = 3_600_000

/** Creation and start times as a cloud might show them, by the error of its clock. */
export const wrongClocks: readonly { name: string; shownAs(now: number): ShownTimes }[] = [
  { name: 'its clock is nine hours behind', shownAs: () => (at) => at - 9 * hourMs },
  { name: 'its clock is nine hours ahead', shownAs: () => (at) => at + 9 * hourMs },
  { name: 'it is 1970 there', shownAs: (now) => (at) => at - now + 1000 },
  { name: 'it tells no time', shownAs: () => () => null },
  { name: 'it is next year there', shownAs: () => (at) => at + 365 * 24 * hourMs },
  {
    name: 'its clock jumps',
    shownAs() {
      let looks = 0
      return (at) => at + (looks++ % 2 ? 9 : -9) * hourMs
    },
  },
]

function describeFinding(open: OpenFor): void {
  // The mark is proof enough, whatever the cloud's clock says.
  test.each(wrongClocks)('finds the created migration, and a second one, with $name', async ({ shownAs }) => {
    const { world, creator } = await open()
    world.tellTimes(shownAs(world.clock.now()))
    world.breakNext('lost')
    await failure(creator.create())
    const [first] = creator.ids()
    expect((await creator.find())?.id).toBe(first)
    // A cloud that refuses a duplicate has no second migration.
    await creator.create().catch(() => undefined)
    const [second] = creator.ids().filter((id) => id !== first)
    expect((await creator.find({ besides: first ?? '' }))?.id).toBe(second)
    await world.clock.sleep(7 * 60_000)
    expect([first, second]).toContain((await creator.find())?.id)
  })

  test.each(['throttled', 'garbage'] as const)('repeats the lookup after it was %s', async (how) => {
    const { world, creator } = await open()
    const { id } = await creator.create()
    world.breakNext(how)
    expect((await creator.find())?.id).toBe(id)
  })
}
