import { entries } from '../entries.ts'

/** Evaluations of source buckets, which the console makes before it creates many migrations at once. */
export const huaweiEvaluations = entries({ statuses: [400], retry: 'repeat later', severity: 'failure' }, [
  {
    // Not the same as OMS.1012, which is about synchronization.
    codes: ['S3M.1012'],
    statuses: [200],
    what: 'Too many evaluations were requested: the maximum is 50.',
    fix: 'Choose 50 or fewer and send the request again, then do the rest.',
    turn: 'request',
    retry: 'none',
  },
  {
    // Not the same as OMS.1015, which is about failed attempts.
    codes: ['S3M.1015'],
    statuses: [200],
    what: 'The day’s quota of 500 evaluations is used up.',
    fix: 'Evaluate fewer objects, or wait until tomorrow. Then try again.',
    turn: 'request',
  },
  {
    codes: ['OMS.1019', 'S3M.1019'],
    what: 'A chosen source bucket has no successful evaluation yet.',
    several: 'Chosen source buckets have no successful evaluation yet.',
    fix: 'Wait until its evaluation is over, then try again. If it failed, evaluate the bucket again.',
    turn: 'wait',
    about: 'source',
  },
  {
    // Not the same as S3M.1033, which is about migrations.
    codes: ['OMS.1033'],
    what: 'The evaluation is not running, so it cannot be stopped.',
    fix: 'Look at its status: it may be over, or stopped already.',
    turn: 'request',
    retry: 'none',
    severity: 'notice',
  },
  {
    codes: ['OMS.1046'],
    what: 'An evaluation cannot be deleted while it runs or is being stopped.',
    fix: 'Stop it, wait until it has stopped, then try again.',
    turn: 'request',
    severity: 'notice',
  },
])
