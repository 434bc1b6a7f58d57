import { entries } from '../entries.ts'

/** Actions that do not fit the state a migration is in, and migrations that cannot be found. */
export const huaweiStates = entries({ statuses: [400], retry: 'none', severity: 'notice' }, [
  {
    codes: ['OMS.0063', 'S3M.0063'],
    what: 'It cannot be deleted while it is running.',
    fix: 'Pause it first. If you just did, wait a few seconds until it has stopped, then try again.',
    turn: 'request',
    retry: 'repeat later',
  },
  {
    codes: ['OMS.0065', 'S3M.0065'],
    what: 'It was already started.',
    fix: 'Nothing to do: look at its status to see its progress.',
    turn: 'wait',
  },
  {
    // Not the same as OMS.1033, which is about evaluations.
    codes: ['OMS.0066', 'S3M.0066', 'S3M.1033'],
    what: 'It is not running, so it cannot be paused.',
    fix: 'Look at its status: it may have ended, failed or been paused meanwhile, or still be waiting for its turn.',
    turn: 'request',
  },
  {
    codes: ['OMS.0070', 'S3M.0070'],
    what: 'It is complete, so it can’t be started or paused.',
    fix: 'Nothing to do if everything has arrived. To move more, create a new migration.',
    turn: 'request',
    retry: 'new migration',
  },
  {
    // Not the same as OMS.0090, which is about failed attempts.
    codes: ['S3M.0090'],
    what: 'It is paused or over, so it can no longer be authorized.',
    fix: 'Create a new migration that has its permissions from the beginning.',
    turn: 'request',
    retry: 'new migration',
    severity: 'failure',
  },
  {
    // The reference has no OMS.0301.
    codes: ['S3M.0301'],
    what: 'The failed objects can’t be retried on their own: it does not record which ones failed.',
    fix: 'Restart the whole migration, or create another one that records failed objects.',
    turn: 'request',
    retry: 'restart',
    severity: 'failure',
  },
  {
    codes: ['OMS.0054', 'S3M.0054'],
    statuses: [400, 403],
    what: 'The cloud has no migration with this id.',
    fix: 'Copy the id from `/migrate list`. Check the account too: a migration is only visible in the region of its destination bucket.',
    turn: 'request',
    severity: 'failure',
  },
  {
    // Not the same as S3M.1014, which is about the source bucket.
    codes: ['OMS.0095', 'OMS.1014'],
    statuses: [400, 403],
    what: 'The migration does not exist here, or this account may not see it.',
    fix: 'Check id, region, project and the user’s permissions. It may have been deleted, and it is only visible in the region of its destination bucket.',
    turn: 'request',
    severity: 'failure',
  },
  {
    codes: ['OMS.1009', 'S3M.1009'],
    what: 'There is no such migration in this region and project.',
    fix: 'Check id, region and project. It may have been deleted, and it is only visible in the region of its destination bucket.',
    turn: 'request',
    severity: 'failure',
  },
  {
    codes: ['OMS.1022', 'S3M.1022'],
    what: 'A migration of this source bucket is being created right now.',
    several: 'Other migrations of these source buckets are being created right now.',
    fix: 'Look at the list in a minute: you will find it there. For anything else, choose another bucket.',
    turn: 'wait',
    about: 'source',
    cases: [
      {
        says: /source bucket ?\[([^\]]{1,63})\]/i,
        what: 'A migration of the source bucket "{0}" is being created right now.',
      },
    ],
  },
])
