import type { Bench, Measurement, Row } from '../row.ts'
import { taskId, tasksPerAccount } from '../world/accounts.ts'
import { controlOf } from '../world/control.ts'
import { crowdedRounds } from './crowds.ts'
import { startRounds } from './round-program.ts'

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
  const bot = await startRounds(fleet)
  const judge = async (changes: number): Promise<Measurement> => {
    const made = (await bot.rounds(1)).requests.length
    const bar = 3 * accounts + changes
    const what = `calls a round: ${fleet.watches.length} followed in ${accounts} accounts, ${changes} have ended`
    return { what, measured: String(made), bar: `≤ ${bar} (naive: ${fleet.watches.length})`, isMet: made <= bar }
  }
  try {
    const atRest = await judge(0)
    const ended = accounts / 2
    for (let account = 0; account < ended; account += 1) await control.finish(taskId(account, tasksPerAccount - 1))
    return [atRest, await judge(ended)]
  } finally {
    await bot.stop()
    await fleet.cloud.stop()
  }
}
