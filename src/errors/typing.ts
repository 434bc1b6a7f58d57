/** Errors of typed commands. */
export const typingErrors = {
  verb_unknown: {
    owner: 'user',
    what: 'Ferry does not know `{verb}`.{guess}',
    next: 'Type `/migrate help` to see what it can do.',
    choices: [{ label: 'Help', command: 'help' }],
  },
  flag_unknown: {
    owner: 'user',
    what: '`{verb}` has no option `--{flag}`.{guess}',
    next: 'Type it like this: `/migrate {usage}`',
    choices: [{ label: 'Help', command: 'help {verb}' }],
  },
  word_unknown: {
    owner: 'user',
    what: '`{word}` is not a state, a kind or an account.{guess}',
    next: 'Press Search to find a migration by its name or bucket, or type `/migrate help list` to see the states and kinds.',
    choices: [{ label: 'Search', command: 'status {word}' }],
  },
  rest_unknown: {
    owner: 'user',
    what: 'Ferry does not understand {rest} here. Nothing was done.',
    next: 'Type it like this: `/migrate {usage}`',
    choices: [{ label: 'Help', command: 'help {verb}' }],
  },
  usage: { owner: 'user', what: '{problem}', next: 'Type it like this: `/migrate {usage}`' },
  secret_typed: {
    owner: 'user',
    what: 'That looks like a secret key, and Slack keeps what you type. Ferry has not used it.',
    next: 'Treat it as leaked and replace it in the cloud’s console. To keep secrets out of the channel, use the forms of `/migrate connect` and `/migrate keys add`.',
  },
} as const
