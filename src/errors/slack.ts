/** Rows of `errors.ts` about calls of Slack's Web API. `slack-causes.ts` explains a refusal to people. */
export const slackErrors = {
  slack_rate_limited: {
    owner: 'slack',
    what: 'Slack is rate-limiting {method}.',
    next: 'Ferry waits and continues on its own.',
  },
  slack_token_refused: {
    owner: 'operator',
    what: 'Slack no longer accepts Ferry’s token for this workspace ({reason}), so Ferry can’t check who you are or post here.',
    next: 'Nothing is lost. Ask whoever runs Ferry to reinstall it in this workspace.',
  },
  slack_refused: { owner: 'slack', what: 'Slack refused {method}: {reason}', next: '' },
  slack_outcome_unknown: {
    owner: 'slack',
    what: 'Slack did not answer {method}, so it may or may not have happened.',
    next: 'Ferry checks before it tries again.',
  },
  slack_unreachable: { owner: 'slack', what: 'Slack is not responding to {method}.', next: 'Ferry tries again.' },
} as const
