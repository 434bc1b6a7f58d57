import { bucketClouds } from '../requests/nodes.ts'

/** A cloud as it is spelled in requests, however an answer spells it: groups say HUAWEICLOUD. */
export function cloudOf(name: string | undefined): string | undefined {
  return clouds.find((cloud) => cloud.toUpperCase() === name?.toUpperCase()) ?? name
}

const clouds = [...bucketClouds, 'Google', 'HEC', 'URLSource']
