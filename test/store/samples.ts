import type { Migration } from '../../src/migrations/migration.ts'
import type { Draft } from '../../src/migrations/spec/draft.ts'
import type {
  Account,
  AccountHealth,
  Channel,
  Checkpoint,
  Group,
  KnownRecord,
  News,
  StorageKey,
  Watch,
} from '../../src/store/store.ts'

export function anAccount(name = 'prod-hw', secretKey = 'fake-secret-of-nobody'): Account {
  return {
    name,
    provider: 'huawei',
    credentials: { accessKey: 'FAKEACCESSKEY', secretKey },
    facts: { region: 'eu-west-101' },
    createdBy: 'U1',
    createdAt: 1,
  }
}

export function aStorageKey(name = 'photos-source'): StorageKey {
  return { name, secret: { accessKey: 'FAKESTORAGE', secretKey: 'fake-storage-secret' }, createdBy: 'U1', createdAt: 2 }
}

export function aDraft(): Draft {
  const from = { type: 'edit', request: 'r-7f3a2c', specHash: '4f53' } as const
  return { id: 'd1', user: 'U1', answers: { 'source.bucket': 'photos' }, step: 'target', changedAt: 1, from }
}

export function aWatch(id: string): Watch {
  const migration = { account: 'prod-hw', kind: 'task', migrationId: '1912', nextMigrationId: '1913' } as const
  return { id, ...migration, channel: 'C1', createdBy: 'U1', createdAt: 3, encrypts: true }
}

/** A migration with every optional field present. */
export function aMigration(): Migration {
  return {
    provider: 'huawei',
    account: 'prod-hw',
    kind: 'task',
    id: '1912',
    name: 'photos',
    description: 'moves photos',
    source: {
      cloud: 'AWS',
      region: 'us-east-1',
      bucket: 'photos',
      selection: 'list',
      names: ['2026/'],
      listFile: { bucket: 'lists', key: 'objects.txt' },
      since: 1_600_000_000_000,
      appId: '125',
      cdn: { domain: 'cdn.example', protocol: 'https', authentication: 'NONE' },
    },
    target: { cloud: 'HuaweiCloud', bucket: 'photos-eu', prefix: 'old/', isFileSystem: false },
    state: 'running',
    nativeState: '2',
    progress: {
      fraction: 0.5,
      bytes: { done: 10, total: 20 },
      objects: { done: 1, total: 2, failed: 0, skipped: 0 },
      isCounting: false,
    },
    speedBytesPerSecond: 5,
    startedAt: 4,
    elapsedMs: 5,
    remainingMs: 6,
    failure: { code: 'S3M.1', message: 'no' },
    failedObjects: { canRetry: true, listKey: 'failed.txt', errorCode: 'E1' },
    groupId: '77',
    madeBy: 'group',
    priority: 'high',
    limits: [{ start: '00:00', end: '06:00', bytesPerSecond: 1_000 }],
    needsOnStart: ['source-key', 'target-key'],
    readAt: 7,
  }
}

export function someNews(): News {
  const message = {
    text: 'It moves',
    blocks: [{ type: 'section', block_id: 'b1', text: { type: 'mrkdwn', text: 'It moves' } }],
  }
  return {
    card: { message, hash: 'abc' },
    outbox: [{ seq: 1, place: 'thread', lane: 'end', deliveryKey: 'd1', message, decidedAt: 11 }],
    nextSeq: 2,
  }
}

export function aKnown(): KnownRecord {
  return {
    identity: '0123456789ab',
    migration: aMigration(),
    firstSeenAt: 5,
    movedAt: 8,
    stalledAt: 9,
    events: [
      { seq: 1, at: 11, details: { type: 'state', from: 'running', to: 'failed' }, migration: aMigration() },
      { seq: 2, at: 12, details: { type: 'stalled', movedAt: 8 }, migration: aMigration() },
    ],
    lastSeq: 2,
  }
}

export function aCheckpoint(): Checkpoint {
  const { progress, readAt } = aMigration()
  return {
    account: 'prod-hw',
    identity: '0123456789ab',
    savedAt: 13,
    rows: [{ id: '1912', movedAt: 8, figures: { progress, readAt }, samples: [{ at: 7, bytesDone: 1 }] }],
  }
}

export function someHealth(account = 'prod-hw'): AccountHealth {
  const trouble = { code: 'provider_denied', what: 'No', next: 'Connect again', since: 10, failures: 2 }
  return {
    account,
    connectedAt: 1,
    trouble,
    refusals: 4,
    askAgainAt: 14,
    notice: {
      createdAt: 11,
      blind: { C1: 2 },
      trouble,
      owner: 'U1',
      events: [{ seq: 1, at: 12, type: 'healed', trouble }],
    },
  }
}

export function aChannel(channel: string): Channel {
  return {
    channel,
    receipts: {
      w: { cardTs: '1.2', cardHash: 'abc', deliveredSeq: 1, deliveredAt: 12, textOnly: 'd1', handedTo: 'w' },
      x: { deliveredSeq: 1, isLost: true },
    },
    begun: { d2: { at: 12, after: '1.1', cursor: 'page 2' } },
    newestTs: '1.2',
    broken: { reason: 'not_in_channel', since: 13, triedAt: 14, wasOwnerTold: true },
  }
}

export function aGroup(id: string): Group {
  const about = { account: 'prod-hw', migrationId: '1912', from: 'photos', to: 'archive', state: 'failed' } as const
  return {
    id,
    channel: 'C1',
    cause: 'failed huawei TRF.0055',
    failure: { code: 'TRF.0055' },
    openedAt: 10,
    members: [
      { ...about, watchId: 'w', seq: 11, at: 11, isAlone: true },
      { ...about, watchId: 'x', seq: 12, at: 12, actor: { type: 'person', user: 'U1' } },
    ],
  }
}
