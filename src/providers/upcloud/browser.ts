import { defined } from '../../defined.ts'
import type { ServiceFact } from '../../migrations/spec/places.ts'
import type { Call } from '../http/endpoint.ts'
import { isCodedNotFound } from '../http/uncoded.ts'
import type { Browser, CallOptions } from '../provider.ts'
import { listBuckets, listServices, objectStorage } from './api.ts'
import { codes } from './problems.ts'
import { readableRows, type Session } from './session.ts'
import { toBucket, toRegion, toStorageService } from './translate.ts'
import type { WireService } from './wire.ts'

/**
 * Shows what UpCloud reveals: services of the account, and buckets of the connected service. Its API lists no objects;
 * S3 does.
 */
export function createBrowser(session: Session): Browser {
  const { call, serviceId } = session
  return {
    facts: (options) => readFacts(call, serviceId, options),
    services: async (options) =>
      readableRows(session, await listServices(call, options)).map((service) => toStorageService(service, serviceId)),
    regions: async (_query, options) =>
      readableRows(session, await call(objectStorage.ListRegions, {}, options)).map(toRegion),
    buckets: async (_query, options) =>
      readableRows(session, await listBuckets(call, serviceId, options)).map(toBucket),
  }
}

/** Facts about the service. The calls follow one after the other, so that wrong credentials are tried once. */
async function readFacts(call: Call, serviceId: string, options: CallOptions): Promise<ServiceFact[]> {
  const { username } = await call(objectStorage.ShowAccount, {}, options)
  const service = await findService(call, serviceId, options)
  const values = {
    Account: username,
    Service: service === undefined ? `${serviceId}, which this account does not have` : (service.name ?? serviceId),
    Region: service?.region,
    State: service?.operational_state,
    Endpoint: service?.endpoints?.find((endpoint) => endpoint?.type !== 'private')?.domain_name,
  }
  return Object.entries(defined(values)).map(([label, value]) => ({ label, value }))
}

async function findService(call: Call, serviceId: string, options: CallOptions): Promise<WireService | undefined> {
  try {
    return await call(objectStorage.ShowService, { service: serviceId }, options)
  } catch (error) {
    if (isCodedNotFound(error, codes)) return undefined
    throw error
  }
}
