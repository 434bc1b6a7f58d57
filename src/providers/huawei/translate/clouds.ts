import { bucketClouds } from '../requests/rules.ts'

/** A cloud as requests spell it, however an answer spells it. Groups, for example, answer HUAWEICLOUD. */
export function cloudOf(name: string | undefined): string | undefined {
  return clouds.find((cloud) => cloud.toUpperCase() === name?.toUpperCase()) ?? name
}

const clouds = [...bucketClouds, 'Google', 'HEC', 'URLSource']
