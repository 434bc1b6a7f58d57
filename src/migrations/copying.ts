/** How things are copied, as people ask for it and as clouds tell it. What is absent is the cloud's own default, or not told. */
export type Copying = {
  overwrite?: Overwrite
  storageClass?: string
  check?: ConsistencyCheck
  copiesMetadata?: boolean
  /** Brings archived objects back first. */
  restoresArchived?: boolean
  /** With the destination's key service. */
  encrypts?: boolean
  requesterPays?: boolean
  recordsFailures?: boolean
}

export const overwrites = ['never', 'if size or time differ', 'if checksum differs', 'always'] as const
export type Overwrite = (typeof overwrites)[number]
export const consistencyChecks = ['size and time', 'checksum', 'transmission', 'none'] as const
export type ConsistencyCheck = (typeof consistencyChecks)[number]
