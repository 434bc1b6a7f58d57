import { flushCompileCache } from 'node:module'

/** Preloaded into Ferry: its clock is ahead of the machine's by so much, as if that time had passed while it was down. */
const { now } = Date
const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0)
Date.now = () => now() + aheadMs

// Whoever is killed leaves nothing behind, so what has been compiled is handed on while it lives.
setTimeout(flushCompileCache, 700).unref()
