/** Rows of `errors.ts` about the list of a migration's failed objects. */
export const failureListErrors = {
  failed_list_none: {
    owner: 'user',
    what: '`{ref}` has no list of failed objects. {why}',
    next: '{next}',
  },
  failed_list_locked: {
    owner: 'user',
    what: 'This storage key can’t open the list of failed objects in `{bucket}`{reason}.',
    next: 'Choose a key that may list and read objects under `oms/` in that bucket, or add one: `/migrate keys add`.',
  },
  failed_list_key_unfit: {
    owner: 'user',
    what: 'This storage key has no access key and secret key, so it can’t open `{bucket}`.',
    next: 'Choose one that has both, or add one: `/migrate keys add`.',
  },
  failed_list_gone: {
    owner: 'user',
    what: 'The list of failed objects is no longer in `{bucket}`: there is nothing at `{path}`.',
    next: 'Somebody deleted it, or a lifecycle rule of the bucket did. Restart the whole migration: without the list, the cloud can’t repeat only the failed objects.',
  },
  failed_list_archived: {
    owner: 'user',
    what: 'The list of failed objects in `{bucket}` is archived.',
    next: 'Restore `{path}` in the cloud’s console, then try again.',
  },
  failed_list_bucket_gone: {
    owner: 'user',
    what: 'There is no bucket `{bucket}` at {host}, so Ferry can’t read its list of failed objects.',
    next: 'If the bucket is in another region, connect an account of that region. If somebody deleted it, the list is gone too.',
  },
  failed_list_elsewhere: {
    owner: 'user',
    what: 'The bucket `{bucket}` is not in the region that {host} serves.',
    next: 'Connect the account again with the region of the bucket: `/migrate connect {account}`.',
  },
  failed_list_unplaced: {
    owner: 'user',
    what: 'Ferry doesn’t know where the storage of `{account}` is: the account has a custom OMS endpoint but no custom OBS endpoint.',
    next: 'Connect the account again and fill in the custom OBS endpoint: `/migrate connect {account}`.',
  },
} as const
