import { createLocalSlack, type LocalSlack } from '../playground/slack/server.ts'
import type { Wire } from '../src/send/wire.ts'
import { createWire } from '../src/slack/wire.ts'
import type { Store } from '../src/store/store.ts'
import { tasksPerAccount } from './accounts.ts'
import { openBenchStore, openBotParts } from './bot-parts.ts'
import { controlOf } from './control.ts'
import { slackEnvironment, workspace } from './ferry.ts'
import { times } from './figures.ts'
import { channelId, type Fleet, settle } from './fleet.ts'
import type { Bench, Measurement, Row } from './row.ts'

/** Time until the last channel is told when everything ends at once, with one post a second per channel. */
export const ends: Row = {
  name: 'ends',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const perChannel = isQuick ? 3 : 10
    const fleet = await fleets.fresh(perChannel)
    const slack = await createLocalSlack({ channels: channels() })
    const posts = countedWire(slack)
    const cloudUrl = fleet.cloud.url
    const storeUrl = fleet.copyOfStore()
    const store = await openBenchStore(storeUrl)
    // Whoever owns the workspace reads the receipts once, when it begins.
    await postCards(store, { fleet, wire: posts.wire })
    const parts = await openBotParts({ storeUrl, store, cloudUrl, wire: posts.wire })
    try {
      await settle(parts)
      await parts.delivery.idle()
      const control = controlOf(cloudUrl)
      for (const { migrationId } of fleet.watches) await control.finish(migrationId)
      const heard = posts.after(fleet.watches.length)
      const startedAt = performance.now()
      await parts.fleet.tick()
      const tookMs = (await heard) - startedAt
      // The first post of a channel does not wait.
      const limitMs = (perChannel - 1) * 1000
      return [
        {
          what: `${fleet.watches.length} ends at once in ${tasksPerAccount} channels, to the last post, against 1/s a channel`,
          measured: `${times(tookMs / limitMs)} (${(tookMs / 1000).toFixed(2)} s : ${limitMs / 1000} s)`,
          bar: '≤ 1.1 ×',
          isMet: tookMs <= 1.1 * limitMs,
        },
      ]
    } finally {
      await parts.stop()
      await fleet.cloud.stop()
      await slack.stop()
    }
  },
}

function channels() {
  return Array.from({ length: tasksPerAccount }, (_, index) => ({ id: channelId(index), name: `bench-${index}` }))
}

/** Opens the real connection to Slack. `after` resolves when this many posts have been accepted. */
function countedWire(slack: LocalSlack): { wire: Wire; after(posts: number): Promise<number> } {
  const token = slackEnvironment(slack).SLACK_BOT_TOKEN ?? ''
  const wire = createWire({ slackApiUrl: slack.apiUrl, tokenOf: async () => token })
  let count = 0
  let goal = Number.POSITIVE_INFINITY
  let reached: (at: number) => void = () => {}
  return {
    wire: {
      ...wire,
      async post(order) {
        const ts = await wire.post(order)
        count += 1
        if (count === goal) reached(performance.now())
        return ts
      },
    },
    after(posts) {
      goal = count + posts
      return new Promise((resolve) => {
        reached = resolve
      })
    },
  }
}

/** Posts the cards that exist before the end, because the ends go into their threads. */
async function postCards(store: Store, { fleet, wire }: { fleet: Fleet; wire: Wire }): Promise<void> {
  const { receipts } = store.in(workspace)
  const left = [...fleet.watches]
  const lane = async () => {
    for (let watch = left.pop(); watch !== undefined; watch = left.pop()) {
      const receipt = await receipts.get(watch.id)
      if (receipt === undefined) throw new Error(`${watch.id} has no receipt`)
      const order = { workspace, channel: watch.channel, message: { text: watch.id, blocks: [] } }
      const cardTs = await wire.post({ ...order, deliveryKey: `${watch.id}#card` })
      await receipts.set(watch.id, { ...receipt, cardTs })
    }
  }
  await Promise.all(Array.from({ length: 10 }, lane))
}
