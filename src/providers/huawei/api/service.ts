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

/* What OMS tells of itself (5.1, 5.6, 5.7). What is asked is checked first: AppError form_invalid. */

/** 5.1.1 Signed like everything else, though it belongs to no project. */
export async function listVersions(call: OmsCall, options: OmsOptions = {}): Promise<Rows<WireVersion>> {
  return call({ method: 'GET', path: '/', below: 'host', schema: wireVersions, ...options })
}

/** 5.1.2 */
export async function showVersion(call: OmsCall, id: string, options: OmsOptions = {}): Promise<WireVersion> {
  return call({ method: 'GET', path: `/${checked(versionId, id)}`, below: 'host', schema: wireVersion, ...options })
}

/** 5.6.1 */
export async function listClouds(call: OmsCall, from: End, options: OmsOptions = {}): Promise<Rows<string>> {
  const query = { type: checked(end, from) }
  return call({ method: 'GET', path: '/objectstorage/cloud-type', query, schema: wireNames, ...options })
}

/** 5.7.1 Of every cloud at once. */
export async function listRegions(call: OmsCall, options: OmsOptions = {}): Promise<WireRegions> {
  return call({ method: 'GET', path: '/objectstorage/data-center', schema: wireRegions, ...options })
}

/** Newer than the document, and only in Huawei's SDKs. Agreeing twice is agreeing once. */
export async function acceptPrivacyStatement(call: OmsCall, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'POST', path: '/privacy-agreements', isSafeToRepeat: true, schema: wireNothing, ...options })
}
