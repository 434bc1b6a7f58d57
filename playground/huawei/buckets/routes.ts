import { type HuaweiRoute, reads, row } from '../route.ts'
import { showCdnInfo } from './cdn.ts'
import { showCloudType, showRegionInfo } from './clouds.ts'
import { checkUrlSourceListFileFormat } from './list-file.ts'
import { checkPrefix, showBucketList, showBucketObjects, showBucketRegion } from './lookups.ts'

const storage = '/v2/{project_id}/objectstorage'
const buckets = `${storage}/buckets`

/** Lookups. They change nothing, though most are POSTs, because keys do not belong in a URL. */
export const bucketRoutes: readonly HuaweiRoute[] = [
  row('ShowBucketObjects', ['POST', `${buckets}/objects`], reads(showBucketObjects)),
  row('ShowCdnInfo', ['POST', `${buckets}/cdn-info`], reads(showCdnInfo)),
  row('ShowBucketList', ['POST', buckets], reads(showBucketList)),
  row('ShowBucketRegion', ['POST', `${buckets}/regions`], reads(showBucketRegion)),
  row('CheckPrefix', ['POST', `${buckets}/prefix`], reads(checkPrefix)),
  row('CheckUrlSourceListFileFormat', ['POST', `${buckets}/url-source-list-file`], reads(checkUrlSourceListFileFormat)),
  row('ShowCloudType', ['GET', `${storage}/cloud-type`], reads(showCloudType)),
  row('ShowRegionInfo', ['GET', `${storage}/data-center`], reads(showRegionInfo)),
]
