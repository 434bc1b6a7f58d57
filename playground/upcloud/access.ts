import type { IncomingHttpHeaders } from 'node:http'
import type { Call, JobCall, ServiceCall } from './gateway.ts'
import { advance } from './lifecycle.ts'
import { Refusal } from './refusals.ts'
import type { Tenant, UpcloudAccount, World } from './world.ts'

/** The account that the credentials open. They are checked before anything else, even for unknown paths. */
export function authenticate(world: World, headers: IncomingHttpHeaders): Tenant {
  const { authorization } = headers
  if (authorization === undefined) throw new Refusal('AUTHENTICATION_REQUIRED')
  const tenant = world.tenants.find(({ account }) => opens(account, authorization))
  // The response to a wrong token is not recorded; the simulator answers as for a wrong password.
  if (!tenant) throw new Refusal('AUTHENTICATION_FAILED')
  return tenant
}

/** The service in the path, up to date. A service of another account does not exist. */
export function enterService(call: Call): ServiceCall {
  const service = call.tenant.services.get(call.params.service_uuid ?? '')
  if (!service) throw new Refusal('RESOURCE_NOT_FOUND')
  advance(service, call.now, call.world.behaviour)
  return { ...call, service }
}

export function enterJob(call: Call): JobCall {
  const entered = enterService(call)
  const job = entered.service.jobs.get(call.params.job_uuid ?? '')
  if (!job)
    throw new Refusal(call.world.behaviour.unknownJob === 'untyped' ? 'UNTYPED_NOT_FOUND' : 'RESOURCE_NOT_FOUND')
  return { ...entered, job }
}

function opens({ username, password, token }: UpcloudAccount, authorization: string): boolean {
  const [, scheme = '', credentials = ''] = /^(\w+) +(\S+)$/.exec(authorization) ?? []
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return token !== undefined && credentials === token
    case 'basic':
      return password !== undefined && Buffer.from(credentials, 'base64').toString() === `${username}:${password}`
    default:
      return false
  }
}
