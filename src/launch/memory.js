import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8 collect garbage before the heap has grown far beyond what lives in it. A round over 10,000 migrations makes much
 * garbage at once, and by default V8 takes three times as much memory for it before it collects. These two limits can be
 * set in a process that runs, unlike those of its options, so they hold however Ferry is started. What Node compiles is
 * kept apart for each set of flags: call this before the compile cache is turned on.
 */
export function limitMemory() {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=50')
}
