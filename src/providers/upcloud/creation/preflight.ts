import type { PreflightCheck } from '../../../migrations/spec/spec.ts'
import { hostOf } from '../../../text/host.ts'
import { fail, pass, runPreflight, type Sight, unknown } from '../../creation/preflight.ts'
import type { CallOptions, CreateOrder } from '../../provider.ts'
import { listBuckets, listServices } from '../api.ts'
import { check } from '../reading.ts'
import { readableRows, type Session } from '../session.ts'
import type { WireBucket } from '../wire.ts'

/** Runs all checks of an order. UpCloud looks into buckets of its own services only. */
export async function preflight(session: Session, order: CreateOrder, options: CallOptions): Promise<PreflightCheck[]> {
  return runPreflight({
    prove: () => check(session, options),
    looks: [
      { names: ['source bucket'], look: () => lookAtSource(session, order, options) },
      { names: ['target bucket'], look: () => lookAtTarget(session, order, options) },
    ],
    signal: options.signal,
  })
}

/** Looks at a source bucket in one of the account's services. Only the job itself opens a source elsewhere. */
async function lookAtSource(session: Session, { spec: { source } }: CreateOrder, options: CallOptions): Promise<Sight> {
  const { bucket = '', endpoint = '' } = source
  const services = readableRows(session, await listServices(session.call, options))
  const own = services.find(({ endpoints = [] }) =>
    endpoints.some((each) => each?.domain_name === hostOf(endpoint).toLowerCase()),
  )
  if (own === undefined) {
    const next = 'Check its name, region and key yourself.'
    return { checks: [unknown('source bucket', `UpCloud does not open ${bucket} until the job starts.`, next)] }
  }
  const buckets = readableRows(session, await listBuckets(session.call, own.uuid, options))
  const found = buckets.find(({ name }) => name === bucket)
  if (found === undefined) {
    const what = `The service ${own.name ?? own.uuid} has no bucket ${bucket}.`
    return { checks: [fail('source bucket', what, 'Check its name.')] }
  }
  return { checks: [pass('source bucket', `${bucket} is in ${own.name ?? own.uuid}.`), ...contentChecks(found)] }
}

function contentChecks({ name, total_objects: objects, total_size_bytes: bytes }: WireBucket): PreflightCheck[] {
  if (objects === 0) {
    return [fail('source objects', `${name} is empty.`, 'Check whether this is the right bucket.')]
  }
  if (objects === undefined || bytes === undefined) return []
  const figures = [objects, bytes].map((figure) => figure.toLocaleString('en'))
  return [pass('size', `The whole of ${name} has ${figures[0]} objects and ${figures[1]} bytes.`)]
}

async function lookAtTarget(session: Session, { spec: { target } }: CreateOrder, options: CallOptions): Promise<Sight> {
  const buckets = readableRows(session, await listBuckets(session.call, session.serviceId, options))
  if (buckets.some(({ name }) => name === target.bucket)) {
    return { checks: [pass('target bucket', `${target.bucket} is in the account’s service.`)] }
  }
  const names = buckets.slice(0, 5).map(({ name }) => name)
  const next = names.length === 0 ? 'Create a bucket there first.' : `It has: ${names.join(', ')}.`
  return { checks: [fail('target bucket', `The account’s service has no bucket ${target.bucket}.`, next)] }
}
