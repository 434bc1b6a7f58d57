import { entries } from '../entries.ts'

/** Bandwidth limits of a migration and the hours at which they apply. */
export const huaweiBandwidth = entries({ statuses: [400], retry: 'none', severity: 'failure' }, [
  {
    codes: ['OMS.0083', 'S3M.0083'],
    what: 'There are too many bandwidth limits.',
    fix: 'Keep at most five periods a day and send the limits again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0084', 'S3M.0084'],
    what: 'A bandwidth limit is too low or too high.',
    fix: 'Stay between 1 MiB/s and 200 MiB/s and send the limits again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0085', 'S3M.0085'],
    what: 'Two bandwidth limits cover the same time of day.',
    fix: 'Change their hours so that they don’t overlap (one may start when another ends), then send them again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0087', 'S3M.0087'],
    what: 'The hours of a bandwidth limit are in the wrong format or order.',
    fix: 'Write them as hh:mm, let each period end after it begins, and send the limits again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0086', 'S3M.0086'],
    what: 'The new bandwidth limits were not saved; the old ones still apply.',
    fix: 'Wait a few minutes, then try again. If it keeps happening, ask Huawei’s support.',
    turn: 'wait',
    retry: 'repeat later',
    severity: 'warning',
  },
  {
    codes: ['S3M.0071'],
    what: 'It is complete, so a bandwidth limit would no longer have any effect.',
    fix: 'Nothing to do: it uses no more bandwidth.',
    turn: 'wait',
    severity: 'notice',
  },
])
