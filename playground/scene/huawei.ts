import type { SimulatedClock } from '../clock.ts'
import { createHuawei, type HuaweiSimulator, type SyncSeed, type TaskSeed } from '../huawei/simulator.ts'
import type { CloudInPlay } from './cloud-in-play.ts'
import { bucketsFor, ownRegion } from './huawei-buckets.ts'

/** The account of the simulated Huawei Cloud. Every secret is fake and says so. */
const account = {
  projectId: '2c0689c860ad4728a497c91ec0844383',
  region: ownRegion,
  accessKey: 'PLAYGROUNDACCESSKEY1',
  secretKey: 'playground-secret-key-not-real',
  storageKeys: [
    { accessKey: 'PLAYGROUNDSOURCEKEY1', secretKey: 'playground-source-not-real' },
    { accessKey: 'PLAYGROUNDTARGETKEY1', secretKey: 'playground-target-not-real' },
  ],
}

/** Storage keys that people save in Ferry, so that paused tasks can be started again. */
export const storageKeys = ['photos-read', 'archive-write'].map((name, index) => ({
  'Key name': name,
  'Access key': account.storageKeys[index]?.accessKey ?? '',
  'Secret key': account.storageKeys[index]?.secretKey ?? '',
}))

const gigabyte = 1_000_000_000

/** One migration for each thing that a newcomer should see. Ids differ early, so that four digits are enough. */
const tasks: readonly TaskSeed[] = [
  {
    id: '191297407830872',
    sourceBucket: 'shop-photos',
    destinationBucket: 'photo-archive',
    cloudType: 'AWS',
    sourceRegion: 'us-east-1',
    bytes: 660 * gigabyte,
    objects: 1_912_000,
    bytesPerSecond: 180_000_000,
    fractionDone: 0.62,
    skippedObjects: 340,
  },
  {
    id: '200429548242937',
    sourceBucket: 'invoices',
    destinationBucket: 'invoice-vault',
    cloudType: 'Aliyun',
    sourceRegion: 'cn-hangzhou',
    bytes: 24 * gigabyte,
    objects: 88_000,
    bytesPerSecond: 90_000_000,
    fractionDone: 0.5,
    failure: { afterFraction: 0.9, code: 'TRF.0055' },
  },
  {
    id: '210713160544021',
    sourceBucket: 'video-masters',
    destinationBucket: 'video-cold',
    cloudType: 'Tencent',
    sourceRegion: 'ap-shanghai',
    bytes: 4200 * gigabyte,
    objects: 61_400,
    status: 3,
    fractionDone: 0.31,
  },
  {
    id: '220621019041293',
    sourceBucket: 'app-logs',
    destinationBucket: 'log-lake',
    cloudType: 'AWS',
    sourceRegion: 'eu-central-1',
    objectKey: ['2026/', '2025/'],
    taskType: 'prefix',
    bytes: 310 * gigabyte,
    objects: 2_450_000,
    bytesPerSecond: 60_000_000,
    fractionDone: 0,
    scanMs: 5 * 60_000,
  },
  {
    id: '230805112233445',
    sourceBucket: 'backups-2024',
    destinationBucket: 'backup-vault',
    cloudType: 'HuaweiCloud',
    sourceRegion: 'cn-east-3',
    bytes: 940 * gigabyte,
    objects: 12_040,
    status: 4,
    errorCode: 'TRF.0004',
    failedObjects: 27,
  },
  {
    id: '240119080706050',
    sourceBucket: 'thumbnails',
    destinationBucket: 'cdn-origin',
    cloudType: 'Aliyun',
    sourceRegion: 'cn-beijing',
    bytes: 18 * gigabyte,
    objects: 640_000,
    status: 5,
    skippedObjects: 1200,
  },
  {
    id: '250302040506070',
    sourceBucket: 'sensor-raw',
    destinationBucket: 'sensor-archive',
    cloudType: 'AWS',
    sourceRegion: 'us-west-2',
    bytes: 75 * gigabyte,
    objects: 9_300_000,
    status: 1,
  },
]

const hourMs = 3_600_000

/** A month with days and nights. During the last day it was stopped for a while, and later much of it failed. */
const sync: SyncSeed = {
  id: '0d146099-8cf4-437d-b6ef-88e043771c8b',
  sourceBucket: 'live-orders',
  destinationBucket: 'orders-mirror',
  historyMs: 30 * 24 * hourMs,
  requestsPerHour: 900,
  dailySwing: 0.6,
  bytesPerObject: 2_400_000,
  failureShare: 0.002,
  trouble: { agoMs: 6 * hourMs, lastedMs: 1.5 * hourMs, failureShare: 0.4 },
  pause: { agoMs: 15 * hourMs, lastedMs: 2 * hourMs },
}

export function huaweiInPlay(clock: SimulatedClock): CloudInPlay & { simulator: HuaweiSimulator } {
  const simulator = createHuawei({
    clock,
    accounts: [{ ...account, buckets: bucketsFor(tasks) }],
    // The bot signs with the machine's clock, however far the simulated one is ahead.
    gatewayClock: { now: Date.now },
    behaviour: { runningLimit: 6 },
  })
  return {
    name: 'huawei',
    simulator,
    plant() {
      for (const task of tasks) simulator.addTask(account.projectId, task)
      // A failed group has no reason of its own, because its tasks failed for different ones.
      simulator.addGroup(account.projectId, {
        status: 5,
        sourceBucket: 'warehouse',
        destinationBucket: 'warehouse-obs',
      })
      simulator.addSync(account.projectId, sync)
    },
    form: (url) => ({
      'Account name': 'prod-hw',
      Region: account.region,
      'Project ID': account.projectId,
      'Access key': account.accessKey,
      'Secret key': account.secretKey,
      'Custom OMS endpoint': url,
      'Custom IAM endpoint': url,
      'Custom OBS endpoint': url,
    }),
    running: () => runningTasks(simulator).length,
    addOne: () =>
      void simulator.addTask(account.projectId, { sourceBucket: 'new-data', destinationBucket: 'new-archive' }),
    failOne() {
      const victim = runningTasks(simulator).at(-1)
      if (victim !== undefined) simulator.failTask(String(victim.id), 'TRF.0151')
    },
  }
}

function runningTasks(simulator: HuaweiSimulator) {
  return simulator.tasks(account.projectId).filter(({ status }) => status === 2)
}
