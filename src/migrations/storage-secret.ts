/** Secrets that open a source or destination bucket: a key pair, a JSON key file or a connection string. */
export type StorageSecret = {
  accessKey?: string
  secretKey?: string
  /** Session token of temporary keys. */
  sessionToken?: string
  /** JSON key file of Google Cloud Storage. */
  jsonKeyFile?: string
  /** Connection string of Azure. */
  connectionString?: string
  /** Key of a content delivery network through which the source is read. */
  cdnKey?: string
}
