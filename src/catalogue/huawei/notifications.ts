import { entries } from '../entries.ts'

/** Errors about notifications that Huawei itself sends through a topic. The migration goes on in any case. */
export const huaweiNotifications = entries({ statuses: [400], retry: 'none', severity: 'notice' }, [
  {
    codes: ['OMS.0156', 'S3M.0156'],
    what: 'A fault in the cloud’s notification service kept a notification from being sent.',
    fix: 'Nothing to do for the migration, which is not affected. If notifications still don’t arrive, check the settings of the topic.',
    turn: 'wait',
  },
  {
    codes: ['OMS.0157', 'S3M.0157'],
    what: 'No notification was sent, because its topic does not exist.',
    fix: 'The migration is not affected. Check the topic’s name and region in the console, and create it if it is gone.',
    turn: 'account',
  },
  {
    codes: ['OMS.0158', 'S3M.0158'],
    statuses: [400, 403],
    what: 'No notification was sent, because the migration service may not publish to its topic.',
    fix: 'The migration is not affected. Check the topic’s access policy in the console and let OMS publish to it.',
    turn: 'account',
  },
  {
    codes: ['OMS.0159', 'S3M.0159'],
    statuses: [400, 500],
    what: 'A fault in the migration service kept a notification from being sent.',
    fix: 'Nothing to do: the migration is not affected. Look at its status instead.',
    turn: 'wait',
  },
  {
    codes: ['OMS.0160', 'S3M.0160'],
    statuses: [400, 503],
    what: 'The migration service was too busy to send a notification.',
    fix: 'Nothing to do: the migration is not affected. Look at its status instead.',
    turn: 'wait',
  },
  {
    codes: ['OMS.0161', 'S3M.0161'],
    what: 'A network problem kept a notification from being sent.',
    fix: 'Nothing to do: the migration is not affected. Look at its status instead.',
    turn: 'wait',
  },
  {
    codes: ['OMS.0168', 'S3M.0168'],
    what: 'The notification topic belongs to another region than the migration.',
    fix: 'A running migration is not affected. For a new one, choose a topic in the migration’s region and send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0169', 'S3M.0169'],
    what: 'The notification topic is gone, or the account may not use it.',
    fix: 'A running migration is not affected. For a new one, choose a topic that the account may use and send the request again.',
    turn: 'request',
  },
])
