/** Rows of `errors.ts` about the store and its records. */
export const storeErrors = {
  record_unreadable: {
    owner: 'operator',
    what: 'A stored record ({collection}) cannot be read.',
    next: 'It was left as it is. Whoever runs Ferry finds the reason in the log.',
  },
  seal_unopenable: {
    owner: 'operator',
    what: 'A stored secret cannot be opened with the keys in ENCRYPTION_KEYS (needs key `{keyId}`).',
    next: 'Put that key back into ENCRYPTION_KEYS, or connect the account again.',
  },
  audit_end_unreadable: {
    owner: 'operator',
    what: 'The note of where the audit ends is damaged. Ferry does nothing it cannot record.',
    next: 'Whoever runs Ferry can mend it: “The audit’s end cannot be read” in docs/operations.md says how.',
  },
  store_unavailable: {
    owner: 'operator',
    what: 'The store does not answer: {reason}.',
    next: 'Look at how things stand before you repeat it: what you asked for may or may not have been saved.',
  },
  store_newer: {
    owner: 'operator',
    what: 'The store was written by a newer Ferry (version {found}, this one knows {known}).',
    next: 'Start the newer Ferry, or restore the backup taken before the upgrade.',
  },
} as const
