/** Rows of `errors.ts` about commands that were typed right and have nothing to do. */
export const needlessErrors = {
  repair_needless: {
    owner: 'user',
    what: 'Ferry’s record of {channel} is in order: there is nothing to repair.',
    next: 'If messages are missing there, type `/migrate doctor` to see why.',
    choices: [{ label: 'Examine Ferry', command: 'doctor' }],
  },
  watch_over: {
    owner: 'user',
    what: '`{ref}` is no longer watched in {place}.',
    next: 'To follow it again, type `/migrate watch {ref}`.',
    choices: [{ label: 'Follow again', command: 'watch {ref} {place}' }],
  },
  subscription_over: {
    owner: 'user',
    what: '{place} no longer follows {set}.',
    next: 'Type `/migrate watches` to see what each channel follows.',
    choices: [{ label: 'Watches', command: 'watches' }],
  },
  subscription_not_found: {
    owner: 'user',
    what: '{channel} has no subscription{to}.',
    next: 'Type `/migrate watches` to see what each channel follows.',
    choices: [{ label: 'Watches', command: 'watches' }],
  },
  grant_not_found: {
    owner: 'user',
    what: 'They don’t have that role.',
    next: 'Type `/migrate roles` to see who can do what.',
    choices: [{ label: 'Who can do what', command: 'roles' }],
  },
  owner_not_found: {
    owner: 'user',
    what: 'Nobody is named for {of}.',
    next: 'Type `/migrate owner` to see who is named, and for what.',
    choices: [{ label: 'All owners', command: 'owner' }],
  },
  ack_needless: {
    owner: 'user',
    what: 'Nothing is wrong with `{ref}` that somebody has to take care of.',
    next: 'Type `/migrate status {ref}` to see how it stands.',
    choices: [{ label: 'Current state', command: 'status {ref}' }],
  },
  acks_needless: {
    owner: 'user',
    what: 'Nobody has to take care of any of them any more.',
    next: 'Type `/migrate list failed` to see what else has failed.',
    choices: [{ label: 'List failed', command: 'list failed' }],
  },
} as const
