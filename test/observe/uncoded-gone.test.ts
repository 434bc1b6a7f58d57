import { expect, test } from 'vitest'
import { naver } from '../../src/providers/naver/index.ts'
import { aWatch } from '../notify/samples.ts'
import { account, openSimulated } from '../providers/naver/simulated.ts'
import { openHttp } from '../providers/open-http.ts'
import { createWorld, said } from './world.ts'

const minuteMs = 60_000

/** Ferry over the simulated NAVER Cloud, whose backend answers a 404 without a code of the gateway. */
async function follow(titles: readonly string[]) {
  const { simulator, answers } = await openSimulated({ behaviour: { unknownTitle: 'spring' } })
  for (const title of titles) simulator.addJob(account, { title, bytes: 9e11 })
  const world = await createWorld({ isRemote: true, account: { provider: 'naver', credentials: answers } })
  const { fetchJson } = openHttp({ clock: world.clock })
  // The gateway's time stands still, so requests are signed with the same moment.
  const clock = { ...world.clock, now: () => Date.parse('2026-11-21T12:00:00Z') }
  world.connection = naver.open({ name: 'prod-hw', credentials: answers }, { clock, fetchJson, warn: () => undefined })
  const watches = titles.map((title) => ({ ...aWatch(title), kind: 'policy' as const }))
  for (const watch of watches) await world.fleet.storeIn('T1').watches.set(watch.id, watch)
  await world.clock.settle()
  const rounds = async (minutes: number) => {
    for (let half = 0; half < 2 * minutes; half += 1) {
      await world.clock.advance(minuteMs / 2)
      await world.tick()
    }
  }
  await rounds(2)
  world.isDelivering = false
  const toldOf = async (index: number) => said(await world.news(watches[index] ?? { id: '' }))
  return { simulator, rounds, toldOf }
}

test('a policy that is gone without a code is told as deleted after several readings over ten minutes', async () => {
  const { simulator, rounds, toldOf } = await follow(['stays', 'goes'])
  simulator.removeJob('goes')
  await rounds(8)
  expect(await toldOf(1)).toEqual([])
  await rounds(7)
  expect(await toldOf(1)).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
  expect((await toldOf(0)).filter((text) => text.startsWith('end'))).toEqual([])
})

test('a proxy that answers for a policy with a page of HTML deletes nothing, however long', async () => {
  const { simulator, rounds, toldOf } = await follow(['stays', 'hidden'])
  simulator.removeJob('hidden')
  simulator.faults.add({ kind: 'garbage', status: 404, path: '/policy/hidden', times: 1000 })
  await rounds(30)
  expect((await toldOf(1)).filter((text) => text.startsWith('end'))).toEqual([])
})
