/** Beginning of all keys and channels in Redis. */
export const prefix = 'ferry'

export const versionKey = `${prefix}:version`

/**
 * Key of the Redis set that lists the keys of a namespace: to find those of one workspace, SCAN would walk through the
 * keys of all. The set may list a key that is gone, but never lacks an existing one.
 */
export function indexKey(namespace: string): string {
  return `${prefix}:index:${namespace}`
}
