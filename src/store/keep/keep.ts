import type { AuditEvent, Mark } from '../../access/audit.ts'
import type { Clock } from '../../async/clock.ts'
import { AppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import { storeVersion } from '../backend.ts'
import { identityKey, raisedByJump } from '../identity/identity.ts'
import { createSealer, type SealingKey } from '../keys/seal.ts'
import { storedKey } from '../keyv/namespace.ts'
import { openProvenStore } from '../start.ts'
import { openArchive, readArchive } from './archive.ts'
import { readBackup, writeBackup } from './backup-file.ts'
import type { Pages, StoredEntry } from './stored-entries.ts'

/** Writes all records of a store into a file, sealed as they are. Returns their number. */
export async function backUp(url: string, file: string, made: { ferry: string; at: number }): Promise<number> {
  const archive = await readArchive(url)
  try {
    const version = await archive.version()
    refuseNewer(version)
    const head = { ferryBackup: 1, storeVersion: version, ferry: made.ferry, madeAt: made.at } as const
    return await writeBackup(file, head, archive.everything())
  } finally {
    await archive.stop()
  }
}

export type Keeping = {
  encryptionKeys: readonly SealingKey[]
  lostKeys: readonly string[]
  clock: Clock
  log: Log<'info' | 'warn'>
  /** Whether records that are there may be replaced. */
  mayReplace: boolean
}

export type Kept = {
  entries: number
  /** The end of the audit of each workspace, after the entry about what was done. */
  audits: readonly { workspace: string; end: Mark }[]
}

/** Puts a backup in place of everything in a store that no Ferry uses. Checks the file and the keys before it changes anything. */
export async function restore(file: string, url: string, keeping: Keeping): Promise<Kept> {
  const { head, entries, pages } = await readBackup(file)
  refuseNewer(head.storeVersion)
  await proveKeys(pages(), keeping)
  await replace(url, { pages: pages(), version: head.storeVersion }, keeping)
  const from = new Date(head.madeAt).toISOString()
  return { entries, audits: await noteInAudits(url, { verb: 'restore', detail: `backup of ${from}` }, keeping) }
}

/** Copies everything from a store that no Ferry uses into another one. */
export async function copy(from: string, to: string, keeping: Keeping): Promise<Kept> {
  const source = await openArchive(from)
  try {
    const version = await source.version()
    refuseNewer(version)
    await proveKeys(source.everything(), keeping)
    let entries = 0
    async function* counted(): Pages {
      for await (const page of source.everything()) {
        entries += page.length
        yield page
      }
    }
    await replace(to, { pages: counted(), version }, keeping)
    const detail = `from ${kindOf(from)} to ${kindOf(to)}`
    return { entries, audits: await noteInAudits(to, { verb: 'copy', detail }, keeping) }
  } finally {
    await source.stop()
  }
}

async function replace(
  url: string,
  records: { pages: Pages; version: number },
  { mayReplace }: Keeping,
): Promise<void> {
  const target = await openArchive(url)
  try {
    if (!mayReplace && !(await target.isEmpty())) throw new AppError('store_not_empty')
    await target.replaceAll(withRaisedGeneration(records.pages), records.version)
  } finally {
    await target.stop()
  }
}

/** A replica that was cut off meanwhile must not take the restored store for the one that it knows (ADR 45). */
async function* withRaisedGeneration(pages: Pages): Pages {
  for await (const page of pages) {
    yield page.map((entry) => (entry.key === identityKey ? { ...entry, text: raisedByJump(entry.text) } : entry))
  }
}

function refuseNewer(found: number): void {
  if (found > storeVersion) throw new AppError('store_newer', { found, known: storeVersion })
}

const canaries = storedKey('canaries', '')

/** Opens the canary of each key, so that nothing is replaced by records that nobody can read. */
async function proveKeys(pages: Pages, { encryptionKeys, lostKeys }: Keeping): Promise<void> {
  const sealer = createSealer(encryptionKeys)
  const problems: AppError[] = []
  for await (const page of pages) {
    for (const { key, text } of page.filter((entry) => entry.key.startsWith(canaries))) {
      const problem = problemOf({ key, text })
      if (problem !== undefined) problems.push(problem)
    }
  }
  if (problems.length > 0) throw new AggregateError(problems)

  function problemOf({ key, text }: StoredEntry): AppError | undefined {
    const keyId = key.slice(canaries.length)
    if (!sealer.knows(keyId)) {
      return lostKeys.includes(keyId) ? undefined : new AppError('encryption_key_missing', { keyId })
    }
    try {
      sealer.open(text, key)
      return undefined
    } catch {
      return new AppError('encryption_key_wrong', { keyId })
    }
  }
}

type Noted = Pick<AuditEvent, 'verb' | 'detail'>

/** Opens the store as a start does, and notes in the audit of each workspace what was done to it. */
async function noteInAudits(url: string, noted: Noted, keeping: Keeping): Promise<Kept['audits']> {
  const store = await openProvenStore({ url, ...keeping })
  try {
    const audits: { workspace: string; end: Mark }[] = []
    for (const workspace of await store.workspaces()) {
      const event = { ...noted, at: keeping.clock.now(), user: 'operator', door: 'ferry', outcome: 'done' } as const
      const { seq, hash } = await store.in(workspace).audit.append(event)
      audits.push({ workspace, end: { seq, hash } })
    }
    return audits
  } finally {
    await store.stop()
  }
}

function kindOf(url: string): string {
  return url.startsWith('sqlite:') ? 'SQLite' : 'Redis'
}
