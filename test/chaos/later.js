import { shiftDate } from '../shifted-date.js'

/**
 * A script that Ferry preloads. It sets the clock ahead of the machine's, as if that time had passed while Ferry was
 * down, or from one moment to the next. It is JavaScript, because Node takes a quarter of a start to get ready for the
 * first TypeScript.
 */
let aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0)
shiftDate(() => aheadMs)

process.on('message', (message) => {
  if (typeof message === 'object' && message !== null && 'aheadMs' in message) aheadMs = Number(message.aheadMs)
})
// The channel alone does not keep the process alive.
process.channel?.unref()
