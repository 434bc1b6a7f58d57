/** Rows of `errors.ts` about finding the migration that somebody means. */
export const findingErrors = {
  ref_missing: {
    owner: 'user',
    what: 'Which migration? `{verb}` needs an id.',
    next: 'Type `/migrate list` and use an id from there, or just its first digits: `/migrate {verb} 1912…`',
    choices: [{ label: 'List migrations', command: 'list' }],
  },
  one_at_a_time: {
    owner: 'user',
    what: '`{verb}` takes one migration at a time.',
    next: '{instead}',
    choices: [{ label: 'List migrations', command: 'list' }],
  },
  message_unclear: {
    owner: 'user',
    what: 'This message names no migration, and no link or code that Ferry knows.',
    next: 'Type `/migrate {verb}` with an id, or find the migration with `/migrate list`.',
    choices: [{ label: 'List migrations', command: 'list' }],
  },
  reason_unclear: {
    owner: 'user',
    what: 'Which migration, or which code?',
    next: 'Type an id, a code or what happened: `/migrate why 1912…`, `/migrate why TRF.0055`, `/migrate why frozen account`.',
    choices: [{ label: 'List failed', command: 'list failed' }],
  },
  migration_not_found: {
    owner: 'user',
    what: 'No migration matches `{ref}`{where}.{nearest}',
    next: 'Type `/migrate list` to see them all. Huawei shows a task only in the region of its destination bucket.',
    choices: [{ label: 'List migrations', command: 'list' }],
  },
  person_not_listed: {
    owner: 'user',
    what: 'Ferry can’t narrow migrations to `{word}`: they belong to accounts, not to people.',
    next: 'Type `/migrate watches me` to see what you follow, `/migrate requests me` to see what you requested, or `/migrate owner` to see who answers for what.',
    choices: [
      { label: 'What you follow', command: 'watches me' },
      { label: 'Your requests', command: 'requests me' },
      { label: 'Owners', command: 'owner' },
    ],
  },
  link_without_id: {
    owner: 'user',
    what: 'Ferry finds no migration’s id in this link.',
    next: 'Copy the id from the page itself and type `/migrate status <id>`, or type `/migrate list`.',
    choices: [{ label: 'List migrations', command: 'list' }],
  },
  migration_deleted: {
    owner: 'user',
    what: '`{ref}` was deleted.',
    next: 'Type `/migrate list` to see the others. Objects already copied stay in the destination bucket.',
    choices: [{ label: 'List migrations', command: 'list' }],
  },
  migration_missing: {
    owner: 'user',
    what: '{provider} no longer shows `{ref}`.',
    next: 'Somebody may have deleted it, or the account may open another project now. Check the console of the cloud.',
  },
} as const
