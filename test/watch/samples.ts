import type { Migration, State } from '../../src/migrations/migration.ts'
import type { Provider } from '../../src/providers/provider.ts'
import type { Receipt, Sighting, Watch } from '../../src/store/store.ts'
import type { Reading } from '../../src/watch/judge.ts'

export const startAt = Date.UTC(2026, 0, 15, 12)

export const provider: Pick<Provider, 'label' | 'kinds'> = {
  label: 'Huawei Cloud OMS',
  kinds: {
    task: {
      noun: 'task',
      can: { pause: { in: ['running'] }, start: { in: ['paused'] }, retry: { in: ['failed'] } },
      reading: { pageSize: 100, states: [], showCalls: 1 },
    },
  },
}

export function aWatch(migrationId = '1912', channel = 'C1', account = 'prod-hw'): Watch {
  const id = `${account}/${migrationId}@${channel}`
  return { id, account, kind: 'task', migrationId, channel, createdBy: 'U1', createdAt: startAt }
}

/** Half done, all figures known. */
export function aMigration(changes: Partial<Migration> = {}): Migration {
  return {
    provider: 'huawei',
    account: 'prod-hw',
    kind: 'task',
    id: '1912',
    source: { cloud: 'AWS', bucket: 'photos' },
    target: { cloud: 'HuaweiCloud', bucket: 'archive' },
    state: 'running',
    nativeState: '2',
    progress: {
      bytes: { done: 500_000_000, total: 1_000_000_000 },
      objects: { done: 50, total: 100, failed: 0, skipped: 0 },
      isCounting: false,
    },
    speedBytesPerSecond: 1_000_000,
    needsOnStart: [],
    readAt: startAt,
    ...changes,
  }
}

export function inState(state: State, changes: Partial<Migration> = {}): Migration {
  return aMigration({ state, nativeState: state, ...changes })
}

/** Reads one migration again and again, as the poller does, and keeps what was decided. */
export function createFollower(judge: Judge, watch = aWatch()) {
  let before: Sighting | undefined
  let receipt: Receipt | undefined
  return {
    read(migration: Migration, now = migration.readAt): Sighting | undefined {
      const next = judge({ watch, provider, before, receipt, now }, migration)
      before = next ?? before
      return next
    },
    /** Everything that was ever said goes out. */
    deliver() {
      receipt = { watchId: watch.id, cardTs: '1.1', deliveredSeq: (before?.nextSeq ?? 1) - 1 }
    },
    sighting: () => before,
  }
}
type Judge = (reading: Reading, migration: Migration) => Sighting | undefined

export function said(sighting: Sighting | undefined): string[] {
  return (sighting?.outbox ?? []).map(({ lane, place, message }) => `${lane} ${place}: ${message.text}`)
}
