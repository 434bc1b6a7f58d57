import { entries } from '../entries.ts'

/** Quotas of an account: how many of each thing it may have, in a day or at once. */
export const huaweiQuotas = entries({ statuses: [400], retry: 'repeat later', severity: 'failure' }, [
  {
    codes: ['OMS.0077', 'S3M.0077', 'S3M.1034'],
    what: 'The account has created as many migrations as its quota allows.',
    fix: 'Wait until tomorrow, or ask Huawei for a larger quota. Then try again.',
    turn: 'account',
  },
  {
    codes: ['OMS.1021', 'S3M.1021', 'S3M.0075'],
    what: 'The account has used up the day’s quota of new migrations.',
    fix: 'Wait until 24 hours after the first of them, or ask Huawei for a larger quota. Then try again.',
    turn: 'account',
    cases: [
      {
        says: /create (\d+) tasks\D*?(\d+) tasks/i,
        what: 'The day’s quota has no room for these migrations (new: {0}, created in the last 24 hours: {1}).',
        fix: 'Create fewer at once, wait until tomorrow, or ask Huawei for a larger quota. Then try again.',
      },
    ],
  },
  {
    codes: ['S3M.0076'],
    // Listed as outdated, without a status.
    statuses: [],
    what: 'The account has used up its quota of waiting migrations.',
    fix: 'Let some of them start, or delete those you don’t need. Then try again.',
    turn: 'account',
  },
  {
    codes: ['OMS.1037', 'S3M.1037'],
    what: 'The account has reached today’s quota of task groups.',
    fix: 'Wait until tomorrow, or ask Huawei for a larger quota. Then try again.',
    turn: 'account',
  },
  {
    codes: ['S3M.0091'],
    what: 'The quota of running synchronization tasks is used up (five by default).',
    fix: 'Stop one you don’t need, or ask Huawei for a larger quota. Then try again.',
    turn: 'account',
  },
  {
    codes: ['OMS.1017', 'S3M.1017'],
    statuses: [200, 400],
    what: 'You chose too many buckets: the maximum is 50.',
    fix: 'Choose 50 or fewer and send the request again, then do the rest.',
    turn: 'request',
    retry: 'none',
  },
  {
    codes: ['OMS.1028', 'S3M.1028'],
    what: 'You chose too many migrations to retry: the maximum is 50.',
    fix: 'Choose 50 or fewer and send the request again, then do the rest.',
    turn: 'request',
    retry: 'none',
  },
  {
    // Not the same as S3M.0090, about migrations that are at rest, and S3M.1015, about evaluations.
    codes: ['OMS.0090', 'OMS.1015'],
    what: 'Too many attempts have failed, so the cloud accepts no more for a while.',
    fix: 'Find out why they failed: wrong keys or credentials are the most likely reason. Wait an hour, then try again.',
    turn: 'wait',
  },
])
