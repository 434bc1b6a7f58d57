export type KeyPair = { accessKey: string; secretKey: string }

/** A bucket at another cloud. An absent size is made up. */
export type SourceBucket = { name: string; bytes?: number; objects?: number }

/**
 * The storage that migrations read from. Without a list of keys every key pair opens it, and without a list of buckets
 * every name exists.
 */
export type Sources = { keys?: readonly KeyPair[]; buckets?: readonly SourceBucket[] }

export function isReadable({ keys, buckets }: Sources, key: KeyPair, bucketName: string): boolean {
  const isOpen = keys?.some(({ accessKey, secretKey }) => accessKey === key.accessKey && secretKey === key.secretKey)
  return (isOpen ?? true) && (buckets?.some(({ name }) => name === bucketName) ?? true)
}

export function sizeOf({ buckets = [] }: Sources, bucketName: string): { bytes?: number; objects?: number } {
  const { name: _name, ...size } = buckets.find(({ name }) => name === bucketName) ?? { name: bucketName }
  return size
}
