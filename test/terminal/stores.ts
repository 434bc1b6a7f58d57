import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { AuditRecord } from '../../src/access/audit.ts'
import { systemClock } from '../../src/async/clock.ts'
import { readIdentity } from '../../src/store/identity/identity.ts'
import { readArchive } from '../../src/store/keep/archive.ts'
import { openStore } from '../../src/store/open.ts'
import { aDraft, anAccount } from '../store/samples.ts'

export const keyOf = (fill: number) => Buffer.alloc(32, fill).toString('base64')

/** Stores an account, a key use and some audit entries of one workspace, as a Ferry with the key k1 would. */
export async function fillStore(url: string): Promise<void> {
  const store = await openStore({ url, clock: systemClock, encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 7) }] })
  await store.proveKeys()
  const own = store.in('T1')
  // A line separator of Unicode, which no line of a backup may contain as it is.
  await own.accounts.set('prod', anAccount('prod', 'hunter2'))
  await own.drafts.set('d1', aDraft())
  await own.keyUses.set('photos', { bucket: 'photos\u2028', usedAt: 1 })
  for (const verb of ['connect', 'pause', 'start']) {
    await own.audit.append({ at: 1, user: 'U1', door: 'typed', verb, outcome: 'done' })
  }
  await store.stop()
}

export async function readEverything(url: string) {
  const store = await openStore({ url, clock: systemClock, encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 7) }] })
  const own = store.in('T1')
  const audit: AuditRecord[] = []
  for await (const record of own.audit.oldestFirst()) audit.push(record)
  const { items: accounts } = await own.accounts.list()
  const { items: keyUses } = await own.keyUses.list()
  await store.stop()
  return { accounts, keyUses, audit, identity: await identityOf(url) }
}

async function identityOf(url: string): Promise<{ id: string; generation: number }> {
  const archive = await readArchive(url)
  const texts = new Map<string, string>()
  for await (const page of archive.everything()) for (const { key, text } of page) texts.set(key, text)
  await archive.stop()
  const found = await readIdentity({ get: async (key) => texts.get(key) })
  if (found.type !== 'found') throw new Error('The store has no identity')
  return found.identity
}

/** Makes a backup look as if a Ferry of another store version had made it. */
export function stampVersion(file: string, storeVersion: number): void {
  const [head = '', ...rest] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const records = rest.slice(0, -1)
  const body = [JSON.stringify({ ...JSON.parse(head), storeVersion }), ...records].map((line) => `${line}\n`).join('')
  const end = { entries: records.length, sha256: createHash('sha256').update(body).digest('hex') }
  writeFileSync(file, `${body}${JSON.stringify(end)}\n`)
}
