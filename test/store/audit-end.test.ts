import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVerifier } from '../../src/access/audit.ts'
import { systemClock } from '../../src/async/clock.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'

const event = { at: 1, user: 'U1', door: 'typed', verb: 'pause', outcome: 'done' } as const
let folder: string
let file: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-audit-'))
  file = join(folder, 'ferry.db')
  const encryptionKeys = [{ id: 'k1', key: Buffer.alloc(32, 7) }]
  store = await openStore({ url: `sqlite:${file}`, clock: systemClock, encryptionKeys })
  for (let count = 0; count < 3; count += 1) await store.in('T0123').audit.append(event)
  change("UPDATE records SET text = 'x' WHERE key = 'T0123/auditHeads:head'")
})
afterEach(async () => {
  await store.stop()
  rmSync(folder, { recursive: true })
})

function change(sql: string): void {
  const database = new DatabaseSync(file)
  expect(database.prepare(sql).run().changes).toBe(1)
  database.close()
}

test('a damaged end of the audit stops every recorded act, and says so', async () => {
  const { audit } = store.in('T0123')
  const damaged = { code: 'audit_end_unreadable' }
  await expect(audit.append(event)).rejects.toMatchObject(damaged)
  await expect(audit.head()).rejects.toMatchObject(damaged)
  await expect(audit.newestFirst()[Symbol.asyncIterator]().next()).rejects.toMatchObject(damaged)
})

test('the repair in the operator’s manual makes the chain continue where it ended', async () => {
  const manual = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
  change(/`(DELETE FROM records [^`]+auditHeads[^`]+)`/.exec(manual)?.[1] ?? '')
  const { audit } = store.in('T0123')
  expect((await audit.append(event)).seq).toBe(4)
  expect(await audit.head()).toMatchObject({ seq: 4 })
  const verifier = createVerifier()
  for await (const record of audit.oldestFirst()) expect(verifier.check(record)).toBeUndefined()
  expect(verifier.last().seq).toBe(4)
})
