import { createLocalSlack } from '../playground/slack/server.ts'
import { type FerryOptions, startFerry } from './ferry.ts'
import { median, ms } from './figures.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** Time from the start of the process until it reports that it is ready, and its readiness check agrees. */
export const start: Row = {
  name: 'start',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.of(isQuick ? 20 : 100)
    const slack = await createLocalSlack()
    const [full, empty]: [number[], number[]] = [[], []]
    try {
      for (let round = 0; round < (isQuick ? 3 : 5); round += 1) {
        full.push(await readyAfter({ slack, storeUrl: fleet.copyOfStore(), cloudUrl: fleet.cloud.url }))
        empty.push(await readyAfter({ slack, storeUrl: fleets.emptyStore(), cloudUrl: fleet.cloud.url }))
      }
    } finally {
      await slack.stop()
    }
    const [fullMs, emptyMs] = [median(full), median(empty)]
    const what = 'start to ready on SQLite'
    return [
      {
        what: `${what}, ${fleet.watches.length} watches`,
        measured: ms(fullMs),
        bar: '≤ 1500 ms',
        isMet: fullMs <= 1500,
      },
      { what: `${what}, nothing in it`, measured: ms(emptyMs), bar: '' },
    ]
  },
}

async function readyAfter(place: FerryOptions): Promise<number> {
  const startedAt = performance.now()
  const ferry = await startFerry(place)
  const { status } = await fetch(`${ferry.url}/readyz`)
  const tookMs = performance.now() - startedAt
  await ferry.stop()
  if (status !== 200) throw new Error(`Ferry said that it was ready, but answered ${status}`)
  return tookMs
}
