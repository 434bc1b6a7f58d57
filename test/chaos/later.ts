import { flushCompileCache } from 'node:module'

/**
 * A script that Ferry preloads. It sets the clock ahead of the machine's, as if that time had passed while Ferry was
 * down.
 */
const { now } = Date
const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0)
Date.now = () => now() + aheadMs

// A killed process saves nothing when it ends, so it saves compiled code while it runs.
setTimeout(flushCompileCache, 700).unref()
