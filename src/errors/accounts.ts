/** Rows of `errors.ts` about accounts that answer, but not as before. */
export const accountErrors = {
  account_disconnected: {
    owner: 'user',
    what: 'Account `{account}` is no longer connected.',
    next: 'Its migrations continue in the cloud. To see and steer them here, an admin can connect it again: `/migrate connect {account}`',
    choices: [{ label: 'Connect again', command: 'connect {account}' }],
  },
  key_of_account: {
    owner: 'user',
    what: '`{account}` is an account, not a storage key. The credentials of an account are never shown.',
    next: 'To replace them, an admin types `/migrate connect {account}`. Type `/migrate keys` to see the keys that open buckets.',
    choices: [
      { label: 'The account', command: 'accounts {account}' },
      { label: 'Storage keys', command: 'keys' },
    ],
  },
  many_missing: {
    owner: 'user',
    what: '{count} migrations that are followed in account `{account}` are no longer found.',
    next: 'Check that the account’s project and region are right, and that its key may still read them: `/migrate connect {account}`. Ferry keeps looking and takes none of them for deleted.',
  },
  account_elsewhere: {
    owner: 'user',
    what: 'Account `{account}` now opens another project, so {count} of the migrations that are followed can’t be read.',
    next: 'If that is a mistake, connect the account to the earlier project again: `/migrate connect {account}`. What the account still shows can be followed again: `/migrate watch {account}/<id>`. To stop following the rest, end the watches: `/migrate watches`.',
  },
} as const
