import { expect } from 'vitest'
import { upcloud } from '../../../src/providers/upcloud/index.ts'
import { describeFaultTable } from '../faults.ts'
import { byToken, openSimulated } from './simulated.ts'

const strangeService = '1bc3f94a-14a4-4d59-8b49-1b4f90d7e135'

/** Nothing is signed, so Ferry's clock does not matter. */
const open = () => openSimulated(byToken, { quirks: { hasProgress: true } })

describeFaultTable({
  provider: upcloud,
  open,
  codes: {
    denied: 'UPCLOUD.AUTHENTICATION_FAILED',
    unknownId: 'UPCLOUD.RESOURCE_NOT_FOUND',
    wrongState: 'UPCLOUD.UNABLE_TO_CANCEL',
    quota: 'UPCLOUD.INSUFFICIENT_CREDITS',
    throttled: 'UPCLOUD.TOO_MANY_REQUESTS',
  },
  quotaIs: 'provider_refused',
  wrongRegion: {
    is: 'a service that this account has not',
    open: async () => {
      const world = await open()
      return { ...world, answers: { ...world.answers, serviceUuid: strangeService } }
    },
    error: { code: 'form_invalid', details: { problem: expect.stringContaining(strangeService) } },
  },
  fields: {
    id: 'uuid',
    optional: ['name', 'source', 'created_at', 'migrated_size_bytes'],
    bytes: ['total_size_bytes', 'migrated_size_bytes'],
  },
  list: { kind: 'job' },
  listPath: '/jobs',
})
