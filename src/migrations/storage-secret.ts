/** What opens a source or destination bucket: a key pair, a JSON key file or a connection string. */
export type StorageSecret = {
  accessKey?: string
  secretKey?: string
  /** Of temporary keys. */
  sessionToken?: string
  /** Google Cloud Storage. */
  jsonKeyFile?: string
  /** Azure. */
  connectionString?: string
  /** For a source that is read through a CDN. */
  cdnKey?: string
}
