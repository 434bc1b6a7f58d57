import { taskId, tasksPerAccount } from './accounts.ts'
import { noWire, openBotParts } from './bot-parts.ts'
import { controlOf } from './control.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** Number of calls to the cloud in one tick, if nothing has changed and if some migrations have ended. */
export const calls: Row = {
  name: 'calls',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const accounts = isQuick ? 20 : 100
    const fleet = await fleets.fresh(accounts)
    const control = controlOf(fleet.cloud.url)
    const parts = await openBotParts({
      storeUrl: fleet.copyOfStore(),
      cloudUrl: fleet.cloud.url,
      wire: noWire,
      isSilent: true,
    })
    const callsOf = async (run: () => Promise<void>) => {
      const before = await control.callCount()
      await run()
      return (await control.callCount()) - before
    }
    const measurement = (counted: number, changes: number): Measurement => {
      const bar = 3 * accounts + changes
      const what = `provider calls for a tick, ${fleet.watches.length} watches, ${accounts} accounts, ${changes} ended`
      return {
        what,
        measured: String(counted),
        bar: `≤ ${bar} (naive: ${fleet.watches.length})`,
        isMet: counted <= bar,
      }
    }
    try {
      const atRest = await callsOf(parts.fleet.tick)
      const ended = accounts / 2
      for (let account = 0; account < ended; account += 1) await control.finish(taskId(account, tasksPerAccount - 1))
      return [measurement(atRest, 0), measurement(await callsOf(parts.fleet.tick), ended)]
    } finally {
      await parts.stop()
      await fleet.cloud.stop()
    }
  },
}
