export type KeyPair = { accessKey: string; secretKey: string }

/** A bucket at another cloud; a size that is left out is made up. */
export type SourceBucket = { name: string; bytes?: number; objects?: number }

/** The storage elsewhere that migrations read from. Without a list of keys every pair opens, without one of buckets every name exists. */
export type Sources = { keys?: readonly KeyPair[]; buckets?: readonly SourceBucket[] }

export function isReadable({ keys, buckets }: Sources, key: KeyPair, bucketName: string): boolean {
  const isOpen = keys?.some(({ accessKey, secretKey }) => accessKey === key.accessKey && secretKey === key.secretKey)
  return (isOpen ?? true) && (buckets?.some(({ name }) => name === bucketName) ?? true)
}

export function sizeOf({ buckets = [] }: Sources, bucketName: string): { bytes?: number; objects?: number } {
  const { name: _name, ...size } = buckets.find(({ name }) => name === bucketName) ?? { name: bucketName }
  return size
}
