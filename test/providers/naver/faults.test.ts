import { naver } from '../../../src/providers/naver/index.ts'
import { describeFaultTable } from '../faults.ts'
import { openSimulated } from './simulated.ts'

describeFaultTable({
  provider: naver,
  open: openSimulated,
  codes: {
    denied: 'NAVER.200',
    unknownId: 'NAVER.300',
    wrongState: 'NAVER.100',
    quota: 'NAVER.400',
    throttled: 'NAVER.420',
  },
  // It comes with 429, as every limit of the gateway does.
  quotaIs: 'provider_throttled',
  largestSkewMs: 5 * 60_000,
  wrongRegion: {
    is: 'a region code that the account may not use',
    open: () => openSimulated({ account: { regionCodes: ['SGN'] } }),
    error: {
      code: 'provider_refused',
      details: { code: 'NAVER.100', detail: 'Invalid parameter: x-ncp-region_code', account: 'prod' },
    },
  },
  fields: {
    id: 'title',
    optional: ['sourceBucketName', 'sourceRegionName', 'targetPrefix', 'createTime', 'estimatedDone', 'migratedSize'],
    bytes: ['estimatedSize', 'migratedSize'],
  },
  list: { kind: 'policy' },
  listPath: '/policies',
})
