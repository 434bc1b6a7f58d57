/** Rows of `errors.ts` about retries, of one migration and of several. */
export const retryErrors = {
  group_not_found: {
    owner: 'user',
    what: 'Ferry no longer knows which migrations this message was about. It keeps that for a week.',
    next: 'Type `/migrate list failed` to see what stands failed, and retry it there.',
  },
  group_without_bucket: {
    owner: 'user',
    what: 'None of these migrations goes {way}.',
    next: 'Compare the name with the buckets in the message.',
  },
  restarted_meanwhile: {
    owner: 'user',
    what: 'Somebody else has just restarted `{ref}`.',
    next: 'Type `/migrate status {ref}` to see how it goes.',
  },
} as const
