import { type Call, headerOf, invalidParameter, type JobCall, type TenantCall } from './gateway.ts'
import { stamp } from './job-answer.ts'
import { advance } from './lifecycle.ts'
import { BackendError, Refusal } from './refusals.ts'
import { signatureOf } from './signature.ts'
import type { Tenant } from './world.ts'

const SKEW_MS = 5 * 60_000

/** The caller's account, up to date. Throws if the signature is wrong. */
export function enterTenant(call: Call, access: 'read' | 'write'): TenantCall {
  const tenant = authenticate(call)
  if (access === 'write' && tenant.account.readOnly) throw new Refusal('210')
  const regionCode = headerOf(call.request.headers, 'x-ncp-region_code')
  if (!regionCode || !(tenant.account.regionCodes ?? ['KR']).includes(regionCode)) {
    throw invalidParameter('x-ncp-region_code')
  }
  advance(tenant, call.now)
  return { ...call, tenant, regionCode }
}

/** The job with the title in the path. */
export function enterJob(call: Call, access: 'read' | 'write'): JobCall {
  const entered = enterTenant(call, access)
  const job = entered.tenant.jobs.get(call.params.title ?? '')
  if (!job) throw noSuchPolicy(call)
  return { ...entered, job }
}

function noSuchPolicy({ world, now, request }: Call): Error {
  const { unknownTitle } = world.behaviour
  if (unknownTitle !== 'spring') return new Refusal(unknownTitle, 'The migration policy does not exist.')
  const [path = ''] = request.target.split('?')
  return new BackendError({ timestamp: stamp(now), status: 404, error: 'Not Found', path })
}

/**
 * The account that signed a request. The error for an old timestamp is not documented; the simulator answers as for a
 * wrong signature.
 */
function authenticate({ world, request }: Call): Tenant {
  const timestamp = headerOf(request.headers, 'x-ncp-apigw-timestamp')
  const accessKey = headerOf(request.headers, 'x-ncp-iam-access-key')
  const signature = headerOf(request.headers, 'x-ncp-apigw-signature-v2')
  if (!timestamp || !accessKey || !signature) throw new Refusal('200', 'Authentication information are missing.')
  const tenant = [...world.tenants.values()].find(({ keys }) => keys.some((key) => key.accessKey === accessKey))
  const key = tenant?.keys.find((one) => one.accessKey === accessKey)
  const { method, target } = request
  const isSigned = key && signatureOf({ method, target, timestamp, accessKey }, key.secretKey) === signature
  if (!tenant || !isSigned || !isRecent(timestamp, world.gatewayClock.now())) {
    throw new Refusal('200', 'Invalid authentication information.')
  }
  return tenant
}

/** Whether a timestamp in epoch milliseconds is recent. Five minutes earlier or later are too many. */
function isRecent(timestamp: string, now: number): boolean {
  return /^\d+$/.test(timestamp) && Math.abs(now - Number(timestamp)) < SKEW_MS
}
