import { newChainVerb } from '../access/audit.ts'
import { AppError, isAppError } from '../errors/errors.ts'
import type { Log } from '../log.ts'
import type { Place } from './backend.ts'
import { type OpenedStore, type OpenStoreOptions, openStore } from './open.ts'
import { redisPlace } from './redis/advice.ts'
import { sqlitePlace } from './sqlite/advice.ts'

/**
 * Opens the store for a process that starts. Checks that it can be written and that the encryption keys are the right
 * ones. Throws store_unusable, store_newer, store_in_older_use, store_unexpected, encryption_key_wrong,
 * encryption_key_missing, or an AggregateError of them.
 */
export async function openProvenStore(options: StartOptions): Promise<ProvenStore> {
  const store = await inWords(options.url, () => openStore(options))
  try {
    const missingKeys = await inWords(options.url, () => prove(store, options))
    await inWords(options.url, () => beginAuditsAnew(store, options))
    return { ...store, name: placeOf(options.url).name, missingKeys }
  } catch (error) {
    await store.stop()
    throw error
  }
}

/** `name`: where the store is, without a password. `missingKeys`: ids of keys that some records need and nobody gave. */
export type ProvenStore = OpenedStore & { name: string; missingKeys: readonly string[] }

export type StartOptions = OpenStoreOptions & {
  /** Ids of lost encryption keys, which nobody has any more. */
  lostKeys?: readonly string[]
  log: Log<'info' | 'warn'>
}

async function prove(store: OpenedStore, { url, lostKeys = [], log }: StartOptions): Promise<readonly string[]> {
  const { isNew, missing, damaged } = await store.proveKeys(lostKeys)
  await store.prove()
  if (isNew) log.info({ store: placeOf(url).name }, 'Made a new store')
  if (store.isIdNew) {
    log.info({ storeId: store.id }, 'Gave the store an id; set STORE_ID to it, and Ferry starts with no other store')
  }
  if (missing.length > 0) {
    log.warn({ missing }, 'Some records need encryption keys that are not in ENCRYPTION_KEYS; they stay as they are')
  }
  if (damaged !== undefined) {
    log.warn(
      { keys: damaged },
      'The check of these encryption keys was damaged; the keys are right, as the records show',
    )
  }
  return missing
}

/** Lets people act again where the key of the audit's end is lost: their acts are recorded in a new chain. */
async function beginAuditsAnew(store: OpenedStore, { lostKeys = [], clock, log }: StartOptions): Promise<void> {
  if (lostKeys.length === 0) return
  const detail = `lost ${lostKeys.length === 1 ? 'key' : 'keys'} ${lostKeys.join(', ')}`
  for (const workspace of await store.workspaces()) {
    const event = {
      at: clock.now(),
      user: 'operator',
      door: 'ferry',
      verb: newChainVerb,
      detail,
      outcome: 'done',
    } as const
    const record = await store.in(workspace).audit.beginAnew(event, lostKeys)
    if (record === undefined) continue
    log.warn(
      { workspace, seq: record.seq, lost: lostKeys },
      'The audit begins a new chain: the key of its end is lost, and what was before can only be compared with exports',
    )
  }
}

/**
 * Runs a step and turns store_unavailable into store_unusable, which tells whoever starts Ferry what is wrong, where,
 * and what to do.
 */
async function inWords<Result>(url: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (!isAppError(error, 'store_unavailable')) throw error
    const { name, explain } = placeOf(url)
    const { reason, advice } = explain(error)
    throw new AppError('store_unusable', { where: name, reason, advice }, { cause: error })
  }
}

function placeOf(url: string): Place {
  if (url.startsWith('sqlite:')) return sqlitePlace(url)
  return url.startsWith('redis') ? redisPlace(url) : inMemory
}

const inMemory: Place = {
  name: 'memory:',
  explain: ({ message }) => ({ reason: message, advice: 'Start Ferry again.' }),
}
