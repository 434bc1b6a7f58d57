import type { Migration } from '../../migrations/migration.ts'
import type { PreflightCheck } from '../../migrations/spec.ts'
import { hostOf } from '../host.ts'
import { fail, pass, runPreflight, type Sight, sameMigrationLook, unknown } from '../preflight.ts'
import type { CallOptions, CreateOrder } from '../provider.ts'
import { listBuckets, listServices } from './api.ts'
import { checkUpCloudOrder } from './creation.ts'
import { readableRows, type Session } from './session.ts'
import type { WireBucket } from './wire.ts'

/** The parts of a connection that the preflight needs. */
export type Looker = Session & {
  check(): Promise<void>
  readAll(): Promise<readonly Migration[]>
}

/** Runs all checks of an order. UpCloud looks into buckets of its own services only. */
export async function preflight(looker: Looker, order: CreateOrder, options: CallOptions): Promise<PreflightCheck[]> {
  checkUpCloudOrder(order)
  return runPreflight({
    prove: looker.check,
    looks: [
      { names: ['source bucket'], look: () => lookAtSource(looker, order, options) },
      { names: ['target bucket'], look: () => lookAtTarget(looker, order, options) },
      sameMigrationLook(order.spec, looker.readAll),
    ],
    signal: options.signal,
  })
}

/** Looks at a source bucket in one of the account's services. Only the job itself opens a source elsewhere. */
async function lookAtSource(looker: Looker, { spec: { source } }: CreateOrder, options: CallOptions): Promise<Sight> {
  const { bucket = '', endpoint = '' } = source
  const services = readableRows(looker, await listServices(looker.call, options))
  const own = services.find(({ endpoints = [] }) =>
    endpoints.some((each) => each?.domain_name === hostOf(endpoint).toLowerCase()),
  )
  if (own === undefined) {
    const next = 'Check its name, its region and its key by hand.'
    return { checks: [unknown('source bucket', `UpCloud opens ${bucket} only when the job starts.`, next)] }
  }
  const buckets = readableRows(looker, await listBuckets(looker.call, own.uuid, options))
  const found = buckets.find(({ name }) => name === bucket)
  if (found === undefined) {
    const what = `The service ${own.name ?? own.uuid} has no bucket ${bucket}.`
    return { checks: [fail('source bucket', what, 'Check its name.')] }
  }
  return { checks: [pass('source bucket', `${bucket} is in ${own.name ?? own.uuid}.`), ...contentChecks(found)] }
}

function contentChecks({ name, total_objects: objects, total_size_bytes: bytes }: WireBucket): PreflightCheck[] {
  if (objects === 0) {
    return [fail('source objects', `There is nothing in ${name}.`, 'Check whether this is the right bucket.')]
  }
  if (objects === undefined || bytes === undefined) return []
  const figures = [objects, bytes].map((figure) => figure.toLocaleString('en'))
  return [pass('size', `The whole of ${name} has ${figures[0]} objects and ${figures[1]} bytes.`)]
}

async function lookAtTarget(looker: Looker, { spec: { target } }: CreateOrder, options: CallOptions): Promise<Sight> {
  const buckets = readableRows(looker, await listBuckets(looker.call, looker.serviceId, options))
  if (buckets.some(({ name }) => name === target.bucket)) {
    return { checks: [pass('target bucket', `${target.bucket} is in the account’s service.`)] }
  }
  const names = buckets.slice(0, 5).map(({ name }) => name)
  const next = names.length === 0 ? 'Make a bucket there first.' : `It has: ${names.join(', ')}.`
  return { checks: [fail('target bucket', `The account’s service has no bucket ${target.bucket}.`, next)] }
}
