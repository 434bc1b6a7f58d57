import { onTestFinished } from 'vitest'
import { loadChannels } from '../../src/send/channels.ts'
import { createDelivery, type Delivery } from '../../src/send/delivery.ts'
import type { Threads } from '../../src/send/thread/threads.ts'
import type { Claim } from '../../src/store/store.ts'
import type { PostOffice } from './post-office.ts'

/** One process of several: it sends for the workspace while it leads it. */
export type Replica = {
  delivery: Delivery
  /** Takes the workspace over if nobody leads it. Tells whether it leads it now. */
  takes(): Promise<boolean>
  /** Takes the workspace over and hangs: it renews nothing, and hears of nothing. */
  takesAndHangs(): Promise<void>
  /** Gives the workspace back once nothing is being sent. */
  gives(): Promise<void>
}

type Led = { threads: Threads; hold: Claim; ending: AbortController }

/** Starts a replica. It stops after the test. */
export function startReplica(office: PostOffice, name: string): Replica {
  const { clock, slack, store } = office
  let led: Led | undefined
  const log = { warn: () => {}, error: (_: object, message: string) => void office.logged.push(message) }
  const delivery = createDelivery({
    clock,
    log,
    wire: slack.wire,
    threadsOf: () => led?.threads,
    led: () => (led === undefined ? [] : ['T1']),
  })

  async function begin(hold: Claim, lost?: AbortSignal): Promise<void> {
    const channels = await loadChannels(store.in('T1'), hold, { log, now: clock.now })
    const ending = new AbortController()
    const signal = lost === undefined ? ending.signal : AbortSignal.any([lost, ending.signal])
    led = { hold, ending, threads: office.threadsOver(channels, signal) }
  }

  async function gives(): Promise<void> {
    const given = led
    led = undefined
    given?.ending.abort()
    await delivery.idle('T1')
    await given?.hold.release()
  }

  onTestFinished(async () => {
    await delivery.stop()
    await gives()
  })
  return {
    delivery,
    gives,
    async takes() {
      if (led !== undefined) return true
      const lease = await store.lease('owner:T1', name)
      if (lease !== undefined) await begin(lease, lease.signal)
      return lease !== undefined
    },
    async takesAndHangs() {
      const claim = await store.claim('owner:T1', 10_000)
      if (claim === undefined) throw new Error('Somebody leads the workspace')
      await begin(claim)
    },
  }
}
