/** Rows of `errors.ts` about the store and its records. */
export const storeErrors = {
  record_unreadable: {
    owner: 'operator',
    what: 'Ferry can’t read a stored record ({collection}).',
    next: 'Nothing was changed. Ask whoever runs Ferry: the log has the reason.',
  },
  seal_unopenable: {
    owner: 'operator',
    what: 'The keys in ENCRYPTION_KEYS can’t open a stored secret (it needs key `{keyId}`).',
    next: 'Put that key back into ENCRYPTION_KEYS, or connect the account again.',
  },
  audit_end_unreadable: {
    owner: 'operator',
    what: 'The record of where the audit ends is damaged, and Ferry does nothing it can’t record.',
    next: 'Ask whoever runs Ferry to repair it: see “The audit’s end cannot be read” in docs/operations.md.',
  },
  store_unavailable: {
    owner: 'operator',
    what: 'The store is not responding: {reason}.',
    next: 'Check the current state before you try again: your change may or may not have been saved.',
  },
  store_changed: {
    owner: 'operator',
    what: 'Ferry’s store is not the one that Ferry started with: {how}.',
    next: 'Ferry reads and saves nothing until it is restarted. Ask whoever runs Ferry to bring the right store back and restart every replica: see “Another store” in docs/operations.md.',
  },
  store_not_empty: {
    owner: 'operator',
    what: 'The store already holds records.',
    next: 'Nothing was changed. To replace all of them, add --replace.',
  },
  store_replicas_alive: {
    owner: 'operator',
    what: 'Ferry still works with this Redis, or did within the last ten seconds.',
    next: 'Nothing was changed. Stop all replicas, then try again.',
  },
  store_missing: {
    owner: 'operator',
    what: 'There is no store at {where}.',
    next: 'Check STORE_URL. A relative path counts from the folder in which you run this.',
  },
  store_unmovable: {
    owner: 'operator',
    what: 'The store {url} can’t be saved or copied.',
    next: 'Name a store as in STORE_URL: sqlite:./data/ferry.db or redis://host:6379.',
  },
  backup_unreadable: {
    owner: 'operator',
    what: 'Ferry can’t use the backup {file}: {problem}.',
    next: 'Nothing was changed. Use another backup.',
  },
  lease_lost: {
    owner: 'ferry',
    what: 'Another process took over this work before it was saved, or Ferry was held up for too long.',
    next: 'Nothing was saved. Try again.',
  },
  store_newer: {
    owner: 'operator',
    what: 'A newer version of Ferry wrote this store (store version {found}; this Ferry supports {known}).',
    next: 'Start the newer Ferry, or restore the backup taken before the upgrade.',
  },
  store_in_older_use: {
    owner: 'operator',
    what: 'An older Ferry still works with this store (store version {version}; leases that it holds: {leases}).',
    next: 'Nothing was changed. Stop all replicas of the older version, then start the new ones.',
  },
} as const
