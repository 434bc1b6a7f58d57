import { huawei } from '../../../src/providers/huawei/index.ts'
import { describeFaultTable } from '../faults.ts'
import { byKey, openSimulated } from './simulated.ts'

describeFaultTable({
  provider: huawei,
  open: (how) => openSimulated(byKey, how),
  codes: {
    denied: 'APIGW.0301',
    unknownId: 'OMS.1009',
    wrongState: 'OMS.0066',
    quota: 'OMS.0077',
    throttled: 'APIGW.0308',
  },
  quotaIs: 'provider_refused',
  largestSkewMs: 15 * 60_000,
  wrongRegion: {
    is: 'a project of another region, which these keys do not open',
    open: async () => {
      const world = await openSimulated(byKey)
      return { ...world, answers: { ...world.answers, projectId: 'f'.repeat(32) } }
    },
    // Huawei has no code of its own for this, only that of wrong credentials.
    error: { code: 'provider_denied', details: { code: 'OMS.0068', account: 'prod' } },
  },
  fields: {
    id: 'id',
    optional: ['src_node', 'progress', 'start_time', 'migrate_speed', 'complete_size'],
    bytes: ['total_size', 'complete_size'],
  },
  list: { kind: 'task', state: 'running' },
  listPath: 'status=2',
})
