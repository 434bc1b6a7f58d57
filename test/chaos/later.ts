import { shiftDate } from '../shifted-date.ts'

/**
 * A script that Ferry preloads. It sets the clock ahead of the machine's, as if that time had passed while Ferry was
 * down, or from one moment to the next.
 */
let aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0)
shiftDate(() => aheadMs)

process.on('message', (message) => {
  if (typeof message === 'object' && message !== null && 'aheadMs' in message) aheadMs = Number(message.aheadMs)
})
// The channel alone does not keep the process alive.
process.channel?.unref()
