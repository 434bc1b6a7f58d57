/** Preloaded into Ferry: its clock is ahead of the machine's by so much, as if that time had passed while it was down. */
const { now } = Date
const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0)
Date.now = () => now() + aheadMs
