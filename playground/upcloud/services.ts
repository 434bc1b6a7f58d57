import { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import { type Call, pageOf, pageSchema, readQuery, type ServiceCall } from './gateway.ts'
import { advance } from './lifecycle.ts'
import { answerService, type StorageService } from './storage-service.ts'

const sortKeys = {
  created_at: ({ createdAt }: StorageService) => createdAt,
  service_name: ({ name }: StorageService) => name,
  operational_state: ({ operationalState }: StorageService) => operationalState,
  region_name: ({ region }: StorageService) => region,
}

const field = z.enum(['created_at', 'service_name', 'operational_state', 'region_name'])

/** The sort order. A minus reverses it. The specification names no default; another page says newest first. */
const sortSchema = z
  .string()
  .default('-created_at')
  .transform((sort) => ({ field: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') }))
  .pipe(z.object({ field, isDescending: z.boolean() }))

/** Lists the services in a plain array, without a total. */
export function listServices(call: Call): Answer {
  const { sort, ...page } = readQuery(call, pageSchema.extend({ sort: sortSchema }))
  const { tenant, now, world } = call
  for (const service of tenant.services.values()) advance(service, now, world.behaviour)
  const keyOf = sortKeys[sort.field]
  const sign = sort.isDescending ? -1 : 1
  const sorted = [...tenant.services.values()].toSorted((a, b) => sign * compare(keyOf(a), keyOf(b)))
  return { status: 200, body: pageOf(sorted, page).map((service) => answerService(service, now)) }
}

/** Shows a service, with its users, which the list leaves out. */
export function getService({ service, now }: ServiceCall): Answer {
  return { status: 200, body: { ...answerService(service, now), users: [] } }
}

function compare(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
