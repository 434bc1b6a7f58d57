/* What people see when they browse a cloud, before anything is migrated. */

export type Region = { id: string; name?: string }

/** A storage service that an account may use, if the cloud has several. */
export type StorageService = {
  id: string
  name?: string
  region?: string
  /** The service's state, in the cloud's own word. */
  state?: string
  /** Whether this is the service that the account was connected with. */
  isOwn: boolean
}

export type Bucket = { name: string; region?: string; objects?: number; bytes?: number }

/** The region of a bucket. `canMigrate` is absent if the cloud does not say. */
export type BucketRegion = Region & { canMigrate?: boolean }

/**
 * An object or folder in a bucket. `name` is the whole key; a folder's ends in a slash. `size` is the cloud's own text
 * ("73.59 MB"), because the cloud gives no bytes.
 */
export type BucketEntry = { name: string; isFolder: boolean; size?: string }
/** One page of a folder. `next` is the marker to ask for the following page with. */
export type BucketPage = { entries: readonly BucketEntry[]; next?: string }

/**
 * Whether objects can be read through a content delivery network in front of a bucket. `problem`, in lower case and
 * without a full stop, can be set in either case: some readable objects may be out of date.
 */
export type CdnCheck = { canRead: boolean; problem?: string }

/** A fact about the service behind an account: "API version", "v2, current". */
export type ServiceFact = { label: string; value: string }
