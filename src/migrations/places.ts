/* What people see when they look around in a cloud, before anything is migrated. */

export type Region = { id: string; name?: string }

/** A storage service that an account may use, where a cloud has several. */
export type StorageService = {
  id: string
  name?: string
  region?: string
  /** The cloud's own word. */
  state?: string
  /** The one that the account was connected with. */
  isOwn: boolean
}

export type Bucket = { name: string; region?: string; objects?: number; bytes?: number }

/** `canMigrate` is absent where the cloud does not say. */
export type BucketRegion = Region & { canMigrate?: boolean }

/**
 * `name` is the whole key; that of a folder ends in a slash. `size` is written as the cloud writes it ("73.59 MB"), since
 * it gives no bytes.
 */
export type BucketEntry = { name: string; isFolder: boolean; size?: string }
/** `next` is what the following page is asked for with. */
export type BucketPage = { entries: readonly BucketEntry[]; next?: string }

/**
 * Whether objects can be read through a content delivery network in front of a bucket. `problem`, in lower case and
 * without a full stop, may come with either: some of what can be read may be out of date.
 */
export type CdnCheck = { canRead: boolean; problem?: string }

/** Something worth knowing of the service behind an account: "API version", "v2, current". */
export type ServiceFact = { label: string; value: string }
