import type { Log } from '../log.ts'
import { type TellingNow, tellNow } from '../send/private/tell-now.ts'
import { storeChanged } from '../views/notice/store-changed.ts'
import type { Leaders } from './leaders.ts'

export type StandingStill = TellingNow & {
  storeId: string
  /** Where the store is, without a password. */
  storeName: string
  fleet: Pick<Leaders, 'inHand' | 'stop'>
  stopRounds(): Promise<void>
  log: Log<'warn' | 'error'>
}

/**
 * Ends all work, because the store is not the one that Ferry started with, and says so to the admins who are known. Each
 * replica does so by itself: nothing could be agreed on over such a store. `how`: what is wrong with it.
 */
export async function standStill(how: string, parts: StandingStill): Promise<void> {
  const { storeId, storeName, fleet, stopRounds, log } = parts
  const inHand = fleet.inHand()
  log.error(
    { storeId, store: storeName, how, inHand },
    'The store is not the one that Ferry started with; restart every replica',
  )
  await stopRounds()
  const telling = inHand.flatMap(({ workspace, admins, ...held }) => {
    const message = storeChanged({ how, storeName, ...held })
    return admins.map((user) =>
      tellNow({ workspace, user, message }, parts).catch((error: unknown) => {
        log.warn({ workspace, user, err: error }, 'An admin could not be told that the store is another one')
      }),
    )
  })
  await fleet.stop().catch((error: unknown) => log.warn({ err: error }, 'The work could not be handed over'))
  await Promise.all(telling)
}
