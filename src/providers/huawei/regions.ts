/**
 * The regions in which OMS runs, named as in Huawei's console. A task lives in the region of its destination bucket.
 */
export const regions = [
  { id: 'af-south-1', name: 'AF Johannesburg' },
  { id: 'ap-southeast-1', name: 'CN Hong Kong' },
  { id: 'ap-southeast-2', name: 'AP Bangkok' },
  { id: 'ap-southeast-3', name: 'AP Singapore' },
  { id: 'ap-southeast-4', name: 'AP Jakarta' },
  { id: 'ap-southeast-5', name: 'AP Manila' },
  { id: 'cn-east-2', name: 'CN East Shanghai2' },
  { id: 'cn-east-3', name: 'CN East Shanghai1' },
  { id: 'cn-east-4', name: 'CN East2' },
  { id: 'cn-north-1', name: 'CN North Beijing1' },
  { id: 'cn-north-4', name: 'CN North Beijing4' },
  { id: 'cn-north-9', name: 'CN North Ulanqab1' },
  { id: 'cn-north-12', name: 'CN North3' },
  { id: 'cn-south-1', name: 'CN South Guangzhou' },
  { id: 'cn-south-4', name: 'CN South Guangzhou InvitationOnly' },
  { id: 'cn-southwest-2', name: 'CN Southwest Guiyang1' },
  { id: 'la-north-2', name: 'LA Mexico City2' },
  { id: 'la-south-2', name: 'LA Santiago' },
  { id: 'me-east-1', name: 'ME Riyadh' },
  { id: 'sa-brazil-1', name: 'LA Sao Paulo1' },
  { id: 'tr-west-1', name: 'TR Istanbul' },
] as const

/** The choice for people whose region is not in the list and who type it instead. */
export const otherRegion = 'other'

/**
 * Regions in which synchronization tasks can be started, stopped, sent events and asked for statistics (5.3). Huawei's
 * manual names these two for synchronization tasks as a whole.
 */
export const syncRegions: readonly string[] = ['cn-north-4', 'cn-east-3']

export function isRegion(id: string): boolean {
  return regions.some((region) => region.id === id)
}

export function omsEndpointOf(region: string): string {
  return `https://oms.${region}.myhuaweicloud.com`
}

export function iamEndpointOf(region: string): string {
  return withoutOwnIam.includes(region) ? 'https://iam.myhuaweicloud.com' : `https://iam.${region}.myhuaweicloud.com`
}

export function obsEndpointOf(region: string): string {
  return `https://obs.${region}.myhuaweicloud.com`
}

/** Regions without an IAM endpoint in Huawei's SDKs. The global endpoint serves them. */
const withoutOwnIam: readonly string[] = ['cn-south-4', 'ap-southeast-5']
