import { entries } from '../entries.ts'

/** The lists in which a migration records which objects it moved, skipped and failed to move. */
export const huaweiRecords = entries({ statuses: [400], retry: 'restart', severity: 'failure' }, [
  {
    codes: ['OMS.0167', 'S3M.0167'],
    quotes: true,
    what: 'The list of failed objects was not found.',
    fix: 'Look under `oms/` in the destination bucket. If somebody deleted the list, restart the whole migration instead of only the failed objects.',
    turn: 'target',
  },
  {
    codes: ['OMS.0303', 'S3M.0303', 'OMS.0304', 'S3M.0304', 'OMS.0307', 'S3M.0307'],
    quotes: true,
    what: 'The service could not record in the destination bucket which objects failed.',
    several: 'The service could not record in the destination buckets which objects failed.',
    fix: 'Let the destination keys write under `oms/` in that bucket, check the bucket policy too, then restart.',
    turn: 'target keys',
  },
  {
    codes: ['OMS.0305', 'S3M.0305'],
    what: 'So many objects failed that the list of failed objects is larger than the cloud allows.',
    fix: 'Open the list under `oms/` in the destination bucket to see why most of them failed, and fix that. Then restart the whole migration.',
    turn: 'request',
  },
  {
    codes: ['OMS.0308', 'S3M.0308'],
    what: 'Some objects that failed are missing from the list of failed objects.',
    fix: 'Ask Huawei’s support for the rest of the list. To go on without it, restart the whole migration instead of only the failed objects.',
    turn: 'provider',
  },
  {
    codes: ['OMS.1027', 'S3M.1027'],
    what: 'The chosen list of failed objects is empty.',
    fix: 'Nothing to do if everything has arrived. Otherwise choose another list.',
    turn: 'request',
    retry: 'none',
    severity: 'notice',
  },
  {
    codes: ['OMS.1030', 'S3M.1030'],
    quotes: true,
    what: 'Something is wrong with the way this migration records its failed objects.',
    fix: 'Restart the whole migration. If it happens again, ask Huawei’s support.',
    turn: 'request',
  },
  {
    codes: ['S3M.0309', 'S3M.0310'],
    what: 'The service could not record in the destination bucket which objects were moved.',
    several: 'The service could not record in the destination buckets which objects were moved.',
    fix: 'The objects themselves are not affected. Before the next run, check that the destination keys may write under `oms/` there.',
    turn: 'target keys',
    retry: 'none',
    severity: 'warning',
  },
  {
    codes: ['S3M.0311', 'S3M.0312'],
    what: 'The service could not record in the destination bucket which objects were skipped.',
    several: 'The service could not record in the destination buckets which objects were skipped.',
    fix: 'The objects themselves are not affected. Before the next run, check that the destination keys may write under `oms/` there.',
    turn: 'target keys',
    retry: 'none',
    severity: 'warning',
  },
])
