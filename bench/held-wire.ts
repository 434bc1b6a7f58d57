import type { Wire } from '../src/send/wire.ts'

/** A Slack that accepts everything, but only once it is released: nothing is stored of what it was sent before. */
export function heldWire(): { wire: Wire; release(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return {
    release: resolve,
    wire: {
      now: () => undefined,
      post: () => promise.then(() => '1760000000.000200'),
      update: () => promise,
      find: () => Promise.resolve({}),
      delete: () => Promise.resolve(),
      permalink: () => Promise.resolve(''),
      open: () => promise.then(() => 'D1'),
    },
  }
}
