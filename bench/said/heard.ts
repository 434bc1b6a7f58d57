import type { Call } from '../../playground/slack/protocol.ts'
import type { LocalSlack } from '../../playground/slack/server.ts'
import type { Watch } from '../../src/store/store.ts'
import { cardTs } from '../world/fleet.ts'

/** Calls `onCall` with every call that Slack gets from now on, once it is answered. Returns what ends that. */
export function listenTo({ world }: LocalSlack, onCall: (call: Call) => void): () => void {
  let last = world.calls.at(-1)
  const hear = () => {
    // The oldest calls are dropped at some time, so places in the list do not last.
    const fresh = last === undefined ? world.calls : world.calls.slice(world.calls.lastIndexOf(last) + 1)
    last = world.calls.at(-1)
    for (const call of [...fresh]) onCall(call)
  }
  world.watchers.add(hear)
  return () => world.watchers.delete(hear)
}

/** The text and the blocks of a message, as one text. */
export function contentOf({ args }: Call): string {
  return JSON.stringify([args.text, args.blocks])
}

/** Messages that Slack accepted since the listening began. */
export type Heard = {
  /** When each migration was first named in a message of its channel, by its id. */
  toldAt: ReadonlyMap<string, number>
  /** The channel of each post. */
  posts: readonly string[]
  /** Resolves when all are named, or when this time has passed. */
  allWithin(ms: number): Promise<void>
  stop(): void
}

/** Listens for the migrations of watches. The cards that exist already, which name them too, do not count. */
export function hearNames(slack: LocalSlack, watches: readonly Watch[]): Heard {
  const channels = new Map(watches.map(({ migrationId, channel }) => [migrationId, channel]))
  const cards = new Set(watches.map((watch) => `${watch.channel} ${cardTs(watch)}`))
  const toldAt = new Map<string, number>()
  const posts: string[] = []
  const { promise: all, resolve: allTold } = Promise.withResolvers<void>()
  const note = (call: Call) => {
    for (const [id] of contentOf(call).matchAll(/\d{15}/g)) {
      if (channels.get(id) === call.args.channel && !toldAt.has(id)) toldAt.set(id, performance.now())
    }
    if (toldAt.size === channels.size) allTold()
  }
  const stop = listenTo(slack, (call) => {
    const { method, args, ok } = call
    if (ok && method === 'chat.postMessage') posts.push(String(args.channel))
    const isCard = cards.has(`${args.channel} ${args.ts}`)
    if (ok && !isCard && ['chat.postMessage', 'chat.update'].includes(method)) note(call)
  })
  return {
    toldAt,
    posts,
    async allWithin(ms) {
      const timer = setTimeout(allTold, ms)
      await all
      clearTimeout(timer)
    },
    stop,
  }
}
