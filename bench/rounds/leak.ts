import type { Bench, Measurement, Row } from '../row.ts'
import { controlOf } from '../world/control.ts'
import { startRounds } from './round-program.ts'

/** Growth of a bot's heap over many rounds in which all figures move. */
export const leak: Row = {
  name: 'leak',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.fresh(2)
    await controlOf(fleet.cloud.url).setSpeed(1000)
    const bot = await startRounds(fleet, ['--expose-gc'])
    const rounds = isQuick ? 10 : 100
    const liveKib: number[] = []
    try {
      for (let reading = 0; reading < readings; reading += 1) {
        liveKib.push(((await bot.rounds(rounds)).liveBytes ?? Number.NaN) / 1024)
      }
    } finally {
      await bot.stop()
      await fleet.cloud.stop()
    }
    const gained = slopeOf(liveKib.slice(warmUp)) / rounds
    return [
      {
        what: `live heap over ${rounds * readings} rounds of ${fleet.watches.length} known that move`,
        measured: `${gained.toFixed(2)} KiB a round`,
        bar: '≤ 2 KiB a round',
        ...(!isQuick && { isMet: gained <= 2 }),
      },
    ]
  },
}

const readings = 10
const warmUp = 2

/** The slope of the line through these values that fits best, for each step. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const over = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0)
  return over / values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
}
