/** Rows of `errors.ts` about calls of Slack's Web API. `slack-causes.ts` explains Slack's refusals. */
export const slackErrors = {
  slack_rate_limited: {
    owner: 'slack',
    what: 'Slack is limiting {method}.',
    next: 'Ferry waits and goes on by itself.',
  },
  slack_token_refused: {
    owner: 'operator',
    what: 'Slack no longer accepts Ferry’s token for this workspace ({reason}), so Ferry can neither check who you are nor post here.',
    next: 'Nothing is lost. Ask whoever runs Ferry to install it in this workspace again.',
  },
  slack_refused: { owner: 'slack', what: 'Slack refused {method} ({reason}). {cause}', next: '{remedy}' },
  slack_outcome_unknown: {
    owner: 'slack',
    what: 'Slack did not answer {method}, so it may or may not have happened.',
    next: 'Ferry looks it up before it tries again.',
  },
  slack_unreachable: { owner: 'slack', what: 'Slack does not answer {method}.', next: 'Ferry tries again.' },
} as const
