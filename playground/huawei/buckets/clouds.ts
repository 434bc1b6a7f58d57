import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { CLOUD_TYPES } from '../create-request.ts'
import type { ProjectCall } from '../gateway.ts'
import { readQuery } from '../query.ts'
import { dataCenters } from './data-centers.ts'

/** Clouds as sources, or as destinations, in a plain array. */
export function showCloudType(call: ProjectCall): Answer {
  const { type } = readQuery(call, z.object({ type: z.enum(['src', 'dst']) }))
  return { status: 200, body: type === 'src' ? CLOUD_TYPES : ['HEC'] }
}

/** The regions of each cloud, in a plain array. */
export function showRegionInfo(): Answer {
  const body = Object.entries(dataCenters).map(([cloud, regions]) => ({
    service_name: cloud,
    region_list: Object.entries(regions).map(([value, description]) => ({ cloud_type: cloud, value, description })),
  }))
  return { status: 200, body }
}
