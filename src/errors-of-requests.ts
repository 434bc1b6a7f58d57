/** Rows of `errors.ts` about requests, from asking to creating. */
export const requestErrors = {
  request_not_found: {
    owner: 'user',
    what: 'There is no request `{id}` here.',
    next: 'Type `/migrate requests` to see the open ones, `/migrate requests all` for the others.',
  },
  request_refused: {
    owner: 'user',
    what: 'Nothing was decided about `{id}`: {why}.',
    next: 'Type `/migrate review {id}` to see how it stands.',
  },
  request_busy: {
    owner: 'user',
    what: 'Somebody is deciding about `{id}` this moment.',
    next: 'Look at how it stands with `/migrate review {id}`, then decide.',
  },
  policy_unreadable: {
    owner: 'operator',
    what: 'The newest approval policy (version {version}) cannot be read. An older one may be laxer, so nobody asks or approves by it.',
    next: 'An admin can set a new one, which holds at once: `/migrate approvals set`. Where only its key is missing, whoever runs Ferry puts that back into ENCRYPTION_KEYS.',
  },
  preflight_failed: {
    owner: 'user',
    what: 'This migration would fail: {problem}',
    next: '{next}',
  },
  approvals_channel_missing: {
    owner: 'user',
    what: 'Ferry does not know where this request should be decided.',
    next: 'Ask in a channel, or have an admin name one for all requests: `/migrate approvals set`',
  },
  creation_impossible: {
    owner: 'user',
    what: 'Ferry cannot create a {kind} through account `{account}`.',
    next: 'Ask for it through an account of another cloud.',
  },
  account_replaced: {
    owner: 'user',
    what: '`{account}` was connected anew since this was asked for, and may be another project now.',
    next: 'Look at it and ask again.',
  },
  creation_astray: {
    owner: 'user',
    what: '`{account}` was connected anew while this was being created, and may be another project now. Nobody can find out there whether it was.',
    next: 'Look in the project that it was before for `{token}`. Only if it is not there, ask again.',
  },
  creation_unfindable: {
    owner: 'provider',
    what: 'Nobody could find out whether it was created: {provider} did not say for {hours} hours.',
    next: 'Look in its console for `{token}`. Only if it is not there, ask for it again.',
  },
  creation_given_up: {
    owner: 'provider',
    what: '{provider} did not create it in {attempts} attempts. It is certain that there is none.',
    next: 'Ask for it again when {provider} answers.',
  },
} as const
