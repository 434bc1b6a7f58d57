import type { Fault } from '../../playground/cloud/faults.ts'
import type { Break } from './contract-world.ts'

/** Each way to break a call, in the words of the simulated clouds. */
export const breaks: Readonly<Record<Break, Fault>> = {
  throttled: { kind: 'throttle' },
  cut: { kind: 'cut-before-effect' },
  garbage: { kind: 'garbage' },
  malformed: { kind: 'malformed' },
  senseless: { kind: 'status', status: 200, body: 42 },
}
