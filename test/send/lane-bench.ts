import type { LaneCall } from '../../src/send/limits/calls.ts'
import { createLanes, type Lanes } from '../../src/send/limits/lanes.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'

export type Bench = {
  clock: ManualClock
  lanes: Lanes
  made: string[]
  call(name: string, call?: Partial<LaneCall>): void
}

/** Calls write down their name and the second in which their turn came. Slack answers them at once. */
export function createBench(): Bench {
  const clock = createManualClock()
  const startAt = clock.now()
  const lanes = createLanes(clock)
  const made: string[] = []
  return {
    clock,
    lanes,
    made,
    call(name, call = {}) {
      const turn = lanes.queue({ workspace: 'T1', channel: 'C1', method: 'post', urgency: 'progress', ...call })
      void turn.isOurs.then((isOurs) => {
        turn.use()
        turn.end()
        made.push(isOurs ? `${name} ${(clock.now() - startAt) / 1000}` : `${name} never`)
      })
    },
  }
}
