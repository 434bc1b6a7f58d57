/** Rows of `errors.ts` about commands that come while something is being done, or after it was changed. */
export const meanwhileErrors = {
  action_running: {
    owner: 'user',
    what: 'Ferry is already acting on `{ref}`.',
    next: 'Wait until that is done. Nothing was sent twice.',
    choices: [{ label: 'Current state', command: 'status {ref}' }],
  },
  asked_twice: {
    owner: 'user',
    what: 'Ferry is already working on {what}.',
    next: 'Wait for its answer. Nothing is done twice.',
  },
  policy_busy: {
    owner: 'user',
    what: 'Somebody is saving the approval policy right now, so yours was not saved.',
    next: 'Type `/migrate approvals set` to see the new one, then change it.',
    choices: [{ label: 'Approval policy', command: 'approvals' }],
  },
  changed_meanwhile: {
    owner: 'user',
    what: 'Somebody saved a change to `{ref}` while you had this form open, so yours was not saved.',
    next: 'Open the form again to see the current values.',
  },
} as const
