import type { Fault } from '../../playground/cloud/faults.ts'
import type { Break } from './contract-world.ts'

/** The fault of the simulated clouds for each way to break a call. */
export const breaks: Readonly<Record<Break, Fault>> = {
  throttled: { kind: 'throttle' },
  cut: { kind: 'cut-before-effect' },
  garbage: { kind: 'garbage' },
  lost: { kind: 'cut-after-effect' },
  malformed: { kind: 'malformed' },
  senseless: { kind: 'status', status: 200, body: 42 },
  // The response fits the error format of all three clouds.
  refused: {
    kind: 'status',
    status: 400,
    body: {
      ...{ error_code: 'OMS.0064', error_msg: 'Invalid request parameters.' },
      error: { errorCode: '100', message: 'Bad Request Exception', error_code: 'INVALID', error_message: 'Invalid.' },
    },
  },
}
