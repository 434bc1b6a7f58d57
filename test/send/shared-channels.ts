import { createTurns } from '../../src/async/in-turn.ts'
import type { Channels } from '../../src/send/channels.ts'
import type { Channel, WorkspaceStore } from '../../src/store/store.ts'

/** Channels in a memory that several processes share, stored without a fence. */
export function sharedChannels(
  { channels: records }: Pick<WorkspaceStore, 'channels'>,
  memory: Map<string, Channel>,
): Channels {
  const inTurn = createTurns()
  const of = (channel: string) => memory.get(channel) ?? { channel, receipts: {}, begun: {} }
  return {
    of,
    isUnreadable: () => false,
    change: (channel, to) =>
      inTurn(channel, async () => {
        const before = of(channel)
        const after = to(before)
        if (after === before) return
        await records.set(channel, after)
        memory.set(channel, after)
      }),
    beginAnew: async () => {},
    all: () => [...memory.values()],
    forget: async () => {},
  }
}
