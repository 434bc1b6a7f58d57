import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createVerifier } from '../../src/access/audit.ts'
import { systemClock } from '../../src/async/clock.ts'
import { openProvenStore } from '../../src/store/start.ts'

const event = { at: 1, user: 'U1', door: 'typed', verb: 'pause', outcome: 'done' } as const
const key = (fill: number) => Buffer.alloc(32, fill)

function createPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-chain-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const lines: string[] = []
  const line = (_: object, message: string) => void lines.push(message)
  return {
    lines,
    open: (keys: Record<string, number>, lostKeys: string[] = []) =>
      openProvenStore({
        url: `sqlite:${join(folder, 'ferry.db')}`,
        encryptionKeys: Object.entries(keys).map(([id, fill]) => ({ id, key: key(fill) })),
        lostKeys,
        clock: systemClock,
        log: { info: line, warn: line },
      }),
  }
}

/** A store with three entries, whose key k1 is lost. */
async function createLoss() {
  const place = createPlace()
  const before = await place.open({ k1: 1 })
  for (let count = 0; count < 3; count += 1) await before.in('T1').audit.append(event)
  await before.stop()
  return place
}

describe('after the key of the audit’s end is lost', () => {
  test('a start with LOST_ENCRYPTION_KEYS begins a new chain behind the old entries, and people can act again', async () => {
    const { open, lines } = await createLoss()
    const store = await open({ k2: 2 }, ['k1'])
    const { audit } = store.in('T1')
    expect(lines.join('\n')).toContain('The audit begins a new chain')
    expect(await audit.append(event)).toMatchObject({ seq: 5 })
    const verifier = createVerifier()
    const seqs: number[] = []
    for await (const record of audit.oldestFirst()) {
      seqs.push(record.seq)
      expect(verifier.check(record)).toBeUndefined()
    }
    expect(seqs).toEqual([4, 5])
    expect(verifier.chains()).toEqual([{ from: 4, to: 5, because: 'lost key k1' }])
    await store.stop()
  })

  test('the chain goes on at the next starts, and no other is begun', async () => {
    const { open } = await createLoss()
    await (await open({ k2: 2 }, ['k1'])).stop()
    const store = await open({ k2: 2 }, ['k1'])
    expect(await store.in('T1').audit.append(event)).toMatchObject({ seq: 5 })
    await store.stop()
  })

  test('another damage of the end begins no chain', async () => {
    const { open } = await createLoss()
    const store = await open({ k2: 2, k1: 1 }, ['k0'])
    expect(await store.in('T1').audit.append(event)).toMatchObject({ seq: 4, verb: 'pause' })
    await store.stop()
  })
})

describe('the verifier', () => {
  test('takes no record for the beginning of a chain that does not say so', async () => {
    const { open } = await createLoss()
    const store = await open({ k2: 2 }, ['k1'])
    const { audit } = store.in('T1')
    await audit.append(event)
    const verifier = createVerifier()
    for await (const record of audit.oldestFirst()) {
      if (record.seq === 5) expect(verifier.check(record)).toEqual({ seq: 1, why: 'missing' })
    }
    await store.stop()
  })
})
