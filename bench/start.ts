import { createLocalSlack } from '../playground/slack/server.ts'
import { type FerryOptions, slackEnvironment, startFerry } from './ferry.ts'
import { interleaved, median, ms, pairsFor, quantile, timed } from './figures.ts'
import { startProgram } from './program.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** Time from the start of the process until it reports that it is ready, and its readiness check agrees. */
export const start: Row = {
  name: 'start',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.of(isQuick ? 20 : 100)
    const slack = await createLocalSlack()
    const place = { slack, cloudUrl: fleet.cloud.url }
    try {
      const pairs = await interleaved(pairsFor(isQuick), {
        ours: () => startReady({ ...place, storeUrl: fleet.copyOfStore() }),
        theirs: async () => (await startProgram(bareBolt(slack))).kill(),
      })
      const ours = pairs.map(({ oursMs }) => oursMs)
      const emptyMs = await timed(() => startReady({ ...place, storeUrl: fleets.emptyStore() }))
      const spread = `${ms(quantile(ours, 0))}–${ms(quantile(ours, 1))}`
      const bareMs = median(pairs.map(({ theirsMs }) => theirsMs))
      return [
        {
          what: `start to ready on SQLite, ${fleet.watches.length} known`,
          measured: `${ms(median(ours))} [${spread}] (nothing in it: ${ms(emptyMs)}; bare Bolt: ${ms(bareMs)})`,
          bar: '≤ 1000 ms',
          isMet: median(ours) <= 1000,
        },
      ]
    } finally {
      await slack.stop()
    }
  },
}

function bareBolt(slack: FerryOptions['slack']) {
  return { script: './bare-bolt.ts', environment: slackEnvironment(slack) }
}

/** Starts Ferry, asks whether it is ready, and kills it: an orderly stop is not measured. */
async function startReady(place: FerryOptions): Promise<void> {
  const ferry = await startFerry(place)
  const { status } = await fetch(`${ferry.url}/readyz`)
  await ferry.kill()
  if (status !== 200) throw new Error(`Ferry said that it was ready, but answered ${status}`)
}
