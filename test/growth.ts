/** Factor by which the work grows for four times the size: 4 if it is linear, 16 if it is quadratic. */
export function growthOf(run: (size: number) => void, size: number): number {
  return workOf(() => run(4 * size)) / workOf(() => run(size))
}

/** Processor time in microseconds, which does not include other processes. The least of some runs. */
function workOf(run: () => void): number {
  const spent = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return user + system
  })
  return Math.max(1, Math.min(...spent))
}
