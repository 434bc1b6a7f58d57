import { entries } from '../entries.ts'

/** Requests that came to nothing through a fault of the service itself, or because it was busy. */
export const huaweiFaults = entries({ statuses: [400], retry: 'repeat later', severity: 'failure' }, [
  {
    codes: ['OMS.1001', 'S3M.1001'],
    statuses: [400, 500],
    quotes: true,
    what: 'Something broke inside the migration service while it handled the request.',
    fix: 'Look at the status first: the request may have gone through. If it did not, wait a few minutes and try again. If that fails, ask Huawei’s support.',
    turn: 'provider',
  },
  {
    codes: ['OMS.0184'],
    what: 'The cloud took too long to answer.',
    fix: 'Look at the status first: the request may have gone through. If it did not, try again in a few minutes.',
    turn: 'wait',
    severity: 'warning',
  },
  {
    codes: ['OMS.2004'],
    statuses: [503],
    what: 'The migration service is busy.',
    fix: 'Wait a few minutes, then try again.',
    turn: 'wait',
    severity: 'warning',
  },
  {
    codes: ['OMS.0062', 'S3M.0062'],
    quotes: true,
    what: 'The migration service could not save the migration.',
    fix: 'Look at the list first: it may be there anyway. If it isn’t, wait a few minutes and try again. If that fails, ask Huawei’s support.',
    turn: 'provider',
  },
  {
    codes: ['OMS.1026', 'S3M.1026'],
    statuses: [400, 500],
    quotes: true,
    what: 'A fault inside the migration service kept the migration from being created.',
    fix: 'Look at the list first: it may be there anyway. If it isn’t, wait a few minutes and try again. If that fails, ask Huawei’s support.',
    turn: 'provider',
  },
  {
    codes: ['S3M.1024', 'S3M.1025'],
    quotes: true,
    what: 'Inside the cloud, one service asked another to create the migration, and that failed.',
    fix: 'Read the cloud’s own message: it gives the underlying code and status. If you can, correct the cause and try again. Otherwise send it to the cloud’s support.',
    turn: 'provider',
    cases: [
      {
        says: /http code is ?\[(\d+)\], error code is ?\[([\w.]{1,30})\]/i,
        what: 'The migration was not created: the service refused it with `{1}` (HTTP status {0}).',
        fix: 'Type `/migrate explain {1}` to see what that means. Fix it, then try again.',
        turn: 'request',
      },
      {
        says: /http code is ?\[(\d+)\]/i,
        what: 'The migration was not created: the service answered with HTTP status {0}.',
        fix: 'Look at the list first: it may be there anyway. If it isn’t, wait a few minutes and try again. If that fails, ask Huawei’s support.',
      },
    ],
  },
  {
    codes: ['OMS.0170'],
    what: 'The change to the migration was not saved.',
    fix: 'Look at its current state. If nothing has changed, wait a few minutes and try again.',
    turn: 'wait',
    severity: 'warning',
  },
  {
    codes: ['OMS.0073', 'S3M.0073'],
    quotes: true,
    what: 'The migration service could not delete the migration.',
    fix: 'Look at its status: it must not be running. If it isn’t, wait a few minutes and try again.',
    turn: 'wait',
    severity: 'warning',
  },
  {
    codes: ['OMS_INTERNAL.002000'],
    what: 'A file did not reach the migration service.',
    fix: 'Wait a few minutes, then try again. If it keeps happening, ask Huawei’s support.',
    turn: 'provider',
  },
  {
    codes: ['OMS_INTERNAL.002001'],
    what: 'A script inside the migration service failed.',
    fix: 'Wait a few minutes, then try again. If it keeps happening, ask Huawei’s support.',
    turn: 'provider',
  },
  {
    codes: ['S3M.0164'],
    what: 'The service could not remove its records of usage (SDR).',
    fix: 'Wait a few minutes, then try again. If it keeps happening, ask Huawei’s support.',
    turn: 'provider',
  },
  {
    codes: ['S3M.0165'],
    what: 'The service failed to freeze a resource.',
    fix: 'Wait a few minutes, then try again. If it keeps happening, ask Huawei’s support.',
    turn: 'provider',
  },
  {
    codes: ['S3M.0166'],
    what: 'The service failed to release a frozen resource.',
    fix: 'Wait a few minutes, then try again. If it keeps happening, ask Huawei’s support to release it.',
    turn: 'provider',
  },
])
