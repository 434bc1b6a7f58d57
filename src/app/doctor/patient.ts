import { steadyBeside } from '../../async/clock.ts'
import { intervalMsOf } from '../../observe/schedule.ts'
import type { Basics } from '../reach.ts'
import type { Engines, Running } from '../running.ts'
import type { Patient } from './process.ts'

type Examined = Basics &
  Engines &
  Pick<Running, 'installs' | 'slackCalls' | 'clockJumps' | 'contact'> & { store: Patient['store'] }

/** The running parts that the doctor examines. */
export function patientOf({ contact, installs, fleet, delivery, slackCalls, clockJumps, ...rest }: Examined): Patient {
  return {
    ...rest,
    tokenOf: installs.tokenOf,
    isConnected: () => contact.slack?.isConnected() ?? false,
    lastRequestAt: () => contact.requestAt,
    leaderOf: fleet.leaderOf,
    startedAt: steadyBeside(rest.clock).now(),
    lastTickAt: fleet.lastTickAt,
    intervalMs: intervalMsOf(rest.config.pollSchedule),
    slackCalls: slackCalls.facts,
    slackHolds: delivery.holds,
    lastClockJump: () => clockJumps.facts().lastClockJump,
  }
}
