import { taskId, tasksPerAccount } from './accounts.ts'
import { noWire, openBotParts } from './bot-parts.ts'
import { controlOf } from './control.ts'
import { crowdedRounds } from './crowds.ts'
import { settle } from './fleet.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** Number of calls to the cloud in one round, if nothing has changed, if some have ended, and beside a crowd. */
export const calls: Row = {
  name: 'calls',
  async measure(bench: Bench): Promise<Measurement[]> {
    return [...(await roundsOfMany(bench)), ...(await crowdedRounds())]
  },
}

async function roundsOfMany({ isQuick, fleets }: Bench): Promise<Measurement[]> {
  const accounts = isQuick ? 20 : 100
  const fleet = await fleets.fresh(accounts)
  const control = controlOf(fleet.cloud.url)
  let counted = 0
  const parts = await openBotParts({
    storeUrl: fleet.copyOfStore(),
    cloudUrl: fleet.cloud.url,
    wire: noWire,
    isSilent: true,
    onRequest() {
      counted += 1
    },
  })
  const callsOfRound = async () => {
    counted = 0
    await parts.fleet.tick()
    return counted
  }
  const measurement = (made: number, changes: number): Measurement => {
    const bar = 3 * accounts + changes
    const what = `calls a round: ${fleet.watches.length} followed in ${accounts} accounts, ${changes} have ended`
    return { what, measured: String(made), bar: `≤ ${bar} (naive: ${fleet.watches.length})`, isMet: made <= bar }
  }
  try {
    await settle(parts)
    const atRest = await callsOfRound()
    const ended = accounts / 2
    for (let account = 0; account < ended; account += 1) await control.finish(taskId(account, tasksPerAccount - 1))
    return [measurement(atRest, 0), measurement(await callsOfRound(), ended)]
  } finally {
    await parts.stop()
    await fleet.cloud.stop()
  }
}
