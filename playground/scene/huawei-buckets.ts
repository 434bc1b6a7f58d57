import type { Bucket, StoredObject, TaskSeed } from '../huawei/simulator.ts'

/** The region of the account and its destinations. */
export const ownRegion = 'cn-north-4'

const months = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11']

/** Folders by year and month, one that is hard to type, and a few objects. */
const photos: readonly StoredObject[] = [
  ...['2024', '2025', '2026'].flatMap((year) =>
    months.flatMap((month) =>
      Array.from({ length: 24 }, (_, index) => ({
        key: `${year}/${month}/IMG_${year}${month}${String(index + 1).padStart(4, '0')}.jpg`,
        bytes: 2_400_000 + index * 87_000,
      })),
    ),
  ),
  { key: 'From “Anna’s phone”, unsorted/first day.heic', bytes: 4_100_000 },
  { key: 'From “Anna’s phone”, unsorted/second day.heic', bytes: 3_800_000 },
  { key: 'README.txt', bytes: 812 },
  { key: 'catalogue.sqlite', bytes: 1_840_000_000 },
]

const others: readonly Bucket[] = [
  ...[
    'api-backups',
    'build-cache',
    'cdn-origin',
    'customer-exports',
    'data-science',
    'mail-archive',
    'old-website',
  ].map((name) => ({ name, region: 'us-east-1', cloudType: 'AWS', objects: 4200, bytes: 88_000_000_000 })),
  ...['media-library', 'warehouse', 'web-uploads', 'live-orders', 'new-data'].map((name) => ({
    name,
    region: 'cn-hangzhou',
    cloudType: 'Aliyun',
  })),
  ...['media-archive', 'warehouse-obs', 'web-uploads-copy', 'orders-mirror', 'new-archive'].map((name) => ({
    name,
    region: ownRegion,
  })),
]

/** The source and destination of every migration, and more buckets to browse. */
export function bucketsFor(tasks: readonly TaskSeed[]): Bucket[] {
  return [...tasks.flatMap(endsOf), ...others]
}

function endsOf(task: TaskSeed): Bucket[] {
  const { sourceBucket = 'media-library', destinationBucket = 'archive' } = task
  const { cloudType = 'Aliyun', sourceRegion = 'cn-hangzhou', bytes = 0, objects = 0 } = task
  const contents = sourceBucket === 'shop-photos' ? { contents: photos } : {}
  return [
    { name: sourceBucket, region: sourceRegion, cloudType, bytes, objects, ...contents },
    { name: destinationBucket, region: ownRegion },
  ]
}
