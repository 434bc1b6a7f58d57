import { defined } from '../defined.ts'
import { allAtOnce } from '../operate/at-once.ts'
import { checkPort } from '../operate/port.ts'
import { checkSlack } from '../slack/install/start-check.ts'
import type { StoreListeners } from '../store/open.ts'
import { openProvenStore, type ProvenStore } from '../store/start.ts'
import type { Basics } from './reach.ts'

/**
 * Checks before the start that Ferry can work with its configuration, and opens the store. All checks run side by side.
 * Throws an AggregateError of all problems.
 */
export async function checkStart({
  config,
  clock,
  log,
  boltLog,
  stops,
  ...listeners
}: StartParts): Promise<ProvenStore> {
  const failing = new AbortController()
  const orFail = (work: Promise<unknown>) => {
    work.catch(() => failing.abort())
    return work
  }
  const { storeUrl: url, storeId: id, encryptionKeys, lostKeys, slack, auth, slackApiUrl } = config
  const opening = openProvenStore({
    ...{ url, encryptionKeys, lostKeys, clock, log },
    ...listeners,
    ...defined({ id }),
  }).then((store) => {
    stops.add('store', store.stop)
    return store
  })
  const asking = checkSlack({
    slackApiUrl,
    ...(auth.type === 'token' && { botToken: auth.botToken }),
    ...(slack.mode === 'socket' && { appToken: slack.appToken }),
    isHttp: slack.mode === 'http',
    clock,
    log,
    logger: boltLog,
    signal: AbortSignal.any([stops.ending, failing.signal]),
  })
  await allAtOnce([orFail(opening), orFail(asking), orFail(checkPort(config))])
  return opening
}

export type StartParts = Omit<Basics, 'trace'> & StoreListeners
