import { checked } from '../../order.ts'
import type { Rows } from '../../rows.ts'
import type { OmsCall, OmsOptions } from '../client.ts'
import { type End, end, versionId } from '../requests/service.ts'
import { wireNothing } from '../wire/parts.ts'
import {
  type WireRegions,
  type WireVersion,
  wireNames,
  wireRegions,
  wireVersion,
  wireVersions,
} from '../wire/service.ts'

/* What OMS tells about itself (5.1, 5.6, 5.7). Each question is checked first and throws AppError form_invalid. */

/** Lists the API versions (5.1.1). The request is signed like all others, though it belongs to no project. */
export async function listVersions(call: OmsCall, options: OmsOptions = {}): Promise<Rows<WireVersion>> {
  return call({ method: 'GET', path: '/', below: 'host', schema: wireVersions, ...options })
}

/** Shows one API version (5.1.2). */
export async function showVersion(call: OmsCall, id: string, options: OmsOptions = {}): Promise<WireVersion> {
  return call({ method: 'GET', path: `/${checked(versionId, id)}`, below: 'host', schema: wireVersion, ...options })
}

/** Lists the clouds to migrate from or to (5.6.1). */
export async function listClouds(call: OmsCall, from: End, options: OmsOptions = {}): Promise<Rows<string>> {
  const query = { type: checked(end, from) }
  return call({ method: 'GET', path: '/objectstorage/cloud-type', query, schema: wireNames, ...options })
}

/** Lists the regions of every cloud at once (5.7.1). */
export async function listRegions(call: OmsCall, options: OmsOptions = {}): Promise<WireRegions> {
  return call({ method: 'GET', path: '/objectstorage/data-center', schema: wireRegions, ...options })
}

/**
 * Accepts the privacy statement. This operation is newer than the document and only in Huawei's SDKs. Accepting twice
 * has the same effect as once.
 */
export async function acceptPrivacyStatement(call: OmsCall, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'POST', path: '/privacy-agreements', isSafeToRepeat: true, schema: wireNothing, ...options })
}
