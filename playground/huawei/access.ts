import { type Call, headerOf } from './gateway.ts'
import { Refusal } from './refusals.ts'
import { type Authorization, parseAuthorization, type SignedRequest, signatureOf, signedAt } from './signature.ts'
import { advance } from './timeline.ts'
import type { HuaweiAccount, Project, World } from './world.ts'

export type Caller = { projects: readonly Project[]; readOnly: boolean; by: 'token' | 'key' }

const SKEW_MS = 15 * 60_000
const LOCK_AFTER_FAILURES = 5
const LOCK_MS = 5 * 60_000

/** The caller, identified by a token of IAM or a signature with an access key. Throws the gateway's refusal. */
export function authenticate({ world, request }: Call): Caller {
  const token = headerOf(request.headers, 'x-auth-token')
  return token === undefined ? callerOfSignature(world, request) : callerOfToken(world, token)
}

/** The project in the path, up to date. Throws if the caller may not use it. */
export function enterProject(call: Call, access: 'read' | 'write'): Project {
  const { world, params } = call
  const caller = authenticate(call)
  const project = caller.projects.find(({ account }) => account.projectId === params.project_id)
  if (!project) throw strangerRefusal(caller, world.projects.get(params.project_id ?? ''))
  if (access === 'write' && caller.readOnly) throw new Refusal('OMS.0205')
  advance(project, call.now, world.behaviour)
  return project
}

/**
 * A token of another region's endpoint has to be renewed. The reference names no code for other projects; OMS.0068 is a
 * guess.
 */
function strangerRefusal(caller: Caller, target: Project | undefined): Refusal {
  const [own] = caller.projects
  const isOtherRegion = caller.by === 'token' && own && target && own.account.region !== target.account.region
  return isOtherRegion
    ? new Refusal('APIGW.0307')
    : new Refusal('OMS.0068', 'project_id does not match the credentials')
}

function callerOfToken(world: World, id: string): Caller {
  const token = world.tokens.get(id)
  if (!token || token.expiresAt <= world.gatewayClock.now()) throw new Refusal('APIGW.0307')
  const project = world.projects.get(token.projectId ?? '')
  return { projects: project ? [project] : [], readOnly: token.readOnly, by: 'token' }
}

function callerOfSignature(world: World, request: SignedRequest): Caller {
  const authorization = parseAuthorization(headerOf(request.headers, 'authorization'))
  const at = signedAt(request)
  if (!authorization || at === undefined || !authorization.signedHeaders.includes('x-sdk-date')) {
    throw new Refusal('APIGW.0301', 'no X-Auth-Token and no valid AK/SK signature')
  }
  const now = world.gatewayClock.now()
  refuseLocked(world, authorization.accessKey, now)
  if (Math.abs(now - at) > SKEW_MS) {
    throw new Refusal('APIGW.0303', `signature expired, signed at ${stamp(at)}, received at ${stamp(now)}`)
  }
  const projects = [...world.projects.values()].filter(({ account }) => account.accessKey === authorization.accessKey)
  const [project] = projects
  if (!project || !hasSigned(project.account, request, authorization)) {
    countFailure(world, authorization.accessKey, now)
    throw new Refusal('APIGW.0301', 'verify aksk signature fail')
  }
  world.locks.delete(authorization.accessKey)
  return { projects, readOnly: project.account.readOnly ?? false, by: 'key' }
}

function hasSigned(account: HuaweiAccount, request: SignedRequest, { signedHeaders, signature }: Authorization) {
  const token = headerOf(request.headers, 'x-security-token')
  if (account.securityToken !== undefined && account.securityToken !== token) return false
  return signatureOf(request, signedHeaders, account.secretKey) === signature
}

function refuseLocked(world: World, accessKey: string, now: number): void {
  const lockedUntil = world.locks.get(accessKey)?.lockedUntil ?? 0
  if (now < lockedUntil) throw new Refusal('APIGW.0301', 'AK access failed to reach the limit, forbidden')
}

function countFailure(world: World, accessKey: string, now: number): void {
  const failures = (world.locks.get(accessKey)?.failures ?? 0) + 1
  const isTooMany = failures >= LOCK_AFTER_FAILURES
  world.locks.set(accessKey, isTooMany ? { failures: 0, lockedUntil: now + LOCK_MS } : { failures, lockedUntil: 0 })
}

function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
}
