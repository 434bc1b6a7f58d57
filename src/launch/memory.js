import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Space for young objects, in bytes: half of it is in use at a time. With less, V8 collects in the middle of answers. */
const youngBytes = 8 * 2 ** 20
/** Objects that survive until V8 has made that much space: three times what is needed. */
const mostSurvivors = 60_000

/**
 * Lets V8 collect garbage before the heap has grown far beyond what lives in it. A round over 10,000 migrations makes much
 * garbage at once, and by default V8 takes three times as much memory for it before it collects. These limits can be
 * set in a process that runs, unlike those of its options, so they hold however Ferry is started. What Node compiles is
 * kept apart for each set of flags: call this before the compile cache is turned on.
 */
export function limitMemory() {
  growYoungSpace()
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=50')
}

/**
 * Has V8 grow the space for young objects once, which it does only when many of them survive. V8 makes it small again in a
 * process that creates less than 1 MB of objects a second, and it stays small.
 */
function growYoungSpace() {
  setFlagsFromString('--semi-space-growth-factor=4')
  const survivors = []
  while (youngSpace() < youngBytes && survivors.length < mostSurvivors) {
    for (let count = 0; count < 1000; count += 1) survivors.push({ count })
  }
}

function youngSpace() {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? youngBytes
}
