/** How many times as much work it is to do it for four times the size: 4 where it grows evenly, 16 where it squares. */
export function growthOf(run: (size: number) => void, size: number): number {
  return workOf(() => run(4 * size)) / workOf(() => run(size))
}

/** In the processor's time, which does not pass while others work; the least of some runs. */
function workOf(run: () => void): number {
  const spent = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return user + system
  })
  return Math.max(1, Math.min(...spent))
}
