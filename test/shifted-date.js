/**
 * Sets this process's time of day apart from the machine's: `Date.now()` and `new Date()` alike, as many milliseconds
 * ahead as `aheadMs` says at that moment. Returns what ends it. Timers take no notice, as after somebody sets a clock.
 * @param {() => number} aheadMs
 */
export function shiftDate(aheadMs) {
  const { Date: machines } = globalThis
  const { now } = machines
  const shifted = () => now() + aheadMs()
  globalThis.Date = new Proxy(machines, {
    construct: (target, given) => Reflect.construct(target, given.length === 0 ? [shifted()] : given),
    apply: () => new machines(shifted()).toString(),
    get: (target, name) => (name === 'now' ? shifted : Reflect.get(target, name)),
  })
  return () => {
    globalThis.Date = machines
  }
}
