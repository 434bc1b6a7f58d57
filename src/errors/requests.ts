/** Rows of `errors.ts` about requests and the creation of migrations. */
export const requestErrors = {
  request_not_found: {
    owner: 'user',
    what: 'There is no request `{id}` here.',
    next: 'Type `/migrate requests` to see open requests, or `/migrate requests all` to see every request.',
  },
  request_without_migration: {
    owner: 'user',
    what: 'Request `{id}` has no migration{why}',
    next: 'Type `/migrate review {id}` to see where it stands.',
    choices: [{ label: 'Review', command: 'review {id}' }],
  },
  request_refused: {
    owner: 'user',
    what: '`{id}` was not changed: {why}.',
    next: 'Type `/migrate review {id}` to see where it stands.',
  },
  request_busy: {
    owner: 'user',
    what: 'Somebody else is deciding on `{id}` right now.',
    next: 'Type `/migrate review {id}` to see where it stands, then decide.',
  },
  policy_unreadable: {
    owner: 'operator',
    what: 'Ferry can’t read the newest approval policy (version {version}). Ferry does not fall back to an older one, which may be less strict.',
    next: 'An admin can set a new policy, which takes effect at once: `/migrate approvals set`. If only its encryption key is missing, ask whoever runs Ferry to put it back into ENCRYPTION_KEYS.',
  },
  preflight_failed: {
    owner: 'user',
    what: 'This migration would fail: {problem}',
    next: '{next}',
  },
  approvals_channel_missing: {
    owner: 'user',
    what: 'Ferry doesn’t know which channel to post this request in.',
    next: 'Request it from a channel, or have an admin choose one for all requests: `/migrate approvals set`',
  },
  creation_impossible: {
    owner: 'user',
    what: 'Ferry can’t create a {kind} with account `{account}`.',
    next: 'Choose an account of another cloud.',
  },
  account_replaced: {
    owner: 'user',
    what: '`{account}` was reconnected after this was requested, and may point to a different project now.',
    next: 'Check the request and send it again.',
  },
  creation_astray: {
    owner: 'user',
    what: '`{account}` was reconnected while this was being created, and may point to a different project now. Ferry can’t tell whether the migration was created.',
    next: 'Search the previous project for `{token}`. Request the migration again only if you don’t find it.',
  },
  creation_unfindable: {
    owner: 'provider',
    what: 'Ferry could not find out from {provider} within {hours} hours whether it was created.',
    next: 'Search the console of {provider} for `{token}`. Request the migration again only if you don’t find it.',
  },
  creation_given_up: {
    owner: 'provider',
    what: '{provider} did not create it in {attempts} attempts. Ferry is certain that it does not exist.',
    next: 'Request it again once {provider} is responding.',
  },
} as const
