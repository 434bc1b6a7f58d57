import type { Migration } from '../../src/migrations/migration.ts'

/** Time of the sample readings: 21 November 2026, 12:00 UTC. */
export const readAt = Date.UTC(2026, 10, 21, 12)

const running: Migration = {
  provider: 'huawei',
  account: 'prod-hw',
  kind: 'task',
  id: '191297407830872',
  source: { cloud: 'AWS', region: 'us-east-1', bucket: 'photos', selection: 'prefixes', names: ['2026/'] },
  target: { cloud: 'HuaweiCloud', region: 'cn-north-4', bucket: 'archive' },
  state: 'running',
  nativeState: '2',
  progress: {
    fraction: 0.4,
    bytes: { done: 40e9, total: 100e9 },
    objects: { done: 400, total: 1000, failed: 0, skipped: 0 },
    isCounting: false,
  },
  speedBytesPerSecond: 10e6,
  startedAt: readAt - 3_600_000,
  needsOnStart: ['source-key', 'target-key'],
  readAt,
}

/** A running task, 40 GB of 100 GB done at 10 MB/s. */
export function sample(changes: Partial<Migration> = {}): Migration {
  return { ...running, ...changes }
}

/** The sample without a field that the cloud did not report. */
export function sampleWithout(field: 'speedBytesPerSecond' | 'startedAt', changes: Partial<Migration> = {}): Migration {
  const { [field]: _, ...rest } = sample(changes)
  return rest
}
