import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from '../../cloud/http.ts'
import { failedListsIn } from '../failed-lists.ts'
import { headerOf } from '../gateway.ts'
import { findBucket } from '../storage-access.ts'
import { advance } from '../timeline.ts'
import type { Bucket, Project, StorageKey, World } from '../world.ts'
import { type ObsAuthorization, obsSignatureOf, obsSignedAt, parseObsAuthorization } from './signature.ts'

type Request = { method: string; target: string; headers: IncomingHttpHeaders }

const SKEW_MS = 15 * 60_000

/** OBS's response. Undefined for a request to something else. Only reading single objects is simulated. */
export function answerObs(world: World, request: Request, requestId: string): Answer | undefined {
  const authorization = parseObsAuthorization(request.headers)
  if (authorization === undefined) return undefined
  const refuse = (status: number, code: string): Answer => refusal(status, code, requestId)
  if (request.method !== 'GET') return refuse(405, 'MethodNotAllowed')
  const { bucket: name, key } = addressIn(request, authorization)
  const skewMs = Math.abs(world.gatewayClock.now() - obsSignedAt(request.headers))
  if (!(skewMs <= SKEW_MS)) return refuse(403, 'RequestTimeTooSkewed')
  const opened = openedBy(world, authorization)
  if (opened === undefined) return refuse(403, 'InvalidAccessKeyId')
  const { project, pair } = opened
  if (!hasSigned(request, { authorization, pair, resource: `/${name}/${key}` }))
    return refuse(403, 'SignatureDoesNotMatch')
  const bucket = findBucket(project.account, 'HuaweiCloud', name)
  if (project.account.buckets && bucket === undefined) return refuse(404, 'NoSuchBucket')
  if (bucket && bucket.region !== project.account.region) return refuse(301, 'PermanentRedirect')
  if (pair.obsBuckets && !pair.obsBuckets.includes(name)) return refuse(403, 'AccessDenied')
  const text = read(world, project, { name, bucket, key: decodeURIComponent(key) })
  return text === undefined
    ? refuse(404, 'NoSuchKey')
    : { status: 200, headers: { 'content-type': 'text/plain' }, body: text }
}

/**
 * The bucket and object in a request. The bucket is part of the host, or the first segment of the path, which SDKs use
 * for addresses without a name.
 */
function addressIn({ target, headers }: Request, { scheme }: ObsAuthorization): { bucket: string; key: string } {
  const path = target.split('?')[0]?.slice(1) ?? ''
  if (scheme === 'OBS') return { bucket: headerOf(headers, 'host')?.split('.')[0] ?? '', key: path }
  const [bucket = '', ...rest] = path.split('/')
  return { bucket, key: rest.join('/') }
}

function openedBy(world: World, { accessKey }: ObsAuthorization): { project: Project; pair: StorageKey } | undefined {
  for (const project of world.projects.values()) {
    const pair = [...(project.account.storageKeys ?? []), project.account].find((key) => key.accessKey === accessKey)
    if (pair !== undefined) return { project, pair }
  }
  return undefined
}

function hasSigned(
  request: Request,
  { authorization, pair, resource }: { authorization: ObsAuthorization; pair: StorageKey; resource: string },
): boolean {
  const token = headerOf(request.headers, `x-${authorization.scheme === 'OBS' ? 'obs' : 'amz'}-security-token`)
  if ((pair.securityToken ?? '') !== (token ?? '')) return false
  const { secretKey } = pair
  return (
    obsSignatureOf({ ...request, resource }, { scheme: authorization.scheme, secretKey }) === authorization.signature
  )
}

function read(
  { clock, behaviour }: World,
  project: Project,
  { name, bucket, key }: { name: string; bucket: Bucket | undefined; key: string },
): string | undefined {
  const now = clock.now()
  advance(project, now, behaviour)
  const list = failedListsIn(project, { bucket: name, now, behaviour }).find((each) => each.key === key)
  return list?.write() ?? bucket?.contents?.find((object) => object.key === key)?.text
}

function refusal(status: number, code: string, requestId: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Error><Code>${code}</Code><Message>Refused: ${code}</Message><RequestId>${requestId}</RequestId><HostId>simulated</HostId></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}
