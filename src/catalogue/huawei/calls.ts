import { entries } from '../entries.ts'

/** Requests that the migration service refused because of how they are written, not what they ask for. */
export const huaweiCalls = entries({ statuses: [400], retry: 'none', severity: 'failure' }, [
  {
    codes: ['OMS.0004', 'S3M.0004'],
    what: 'The cloud did not recognize what it got as an HTTP request.',
    fix: 'Ask whoever runs Ferry to find the request in the log and check anything between Ferry and the cloud, such as a proxy.',
    turn: 'operator',
  },
  {
    codes: ['OMS.0005', 'S3M.0005', 'OMS.1008', 'S3M.1008'],
    statuses: [400, 404, 405],
    what: 'The cloud does not support the HTTP method used.',
    fix: 'Ask whoever runs Ferry to check the account’s endpoint, and whether a proxy changes requests.',
    turn: 'operator',
  },
  {
    codes: ['OMS.0067', 'S3M.0067', 'OMS.1006', 'S3M.1006'],
    statuses: [400, 403],
    what: 'The cloud could not read the request as JSON.',
    fix: 'Ask whoever runs Ferry to find the request in the log and check anything between Ferry and the cloud, such as a proxy.',
    turn: 'operator',
  },
  {
    codes: ['S3M.0256'],
    statuses: [404],
    what: 'The cloud does not have the requested version of its API.',
    fix: 'Ask whoever runs Ferry to check the account’s endpoint, and look for a newer version of Ferry.',
    turn: 'operator',
  },
  {
    codes: ['OMS.0002', 'S3M.0002', 'OMS.0061', 'S3M.0061', 'OMS.0074', 'S3M.0074'],
    statuses: [400, 403],
    quotes: true,
    what: 'A value in the request is not in the format that the cloud expects.',
    fix: 'Look for its name in the cloud’s own message, correct it and send the request again. If it names none, ask whoever runs Ferry: the log has the request.',
    turn: 'request',
    cases: [
      {
        says: /parameter \[([\w.-]+)\]/i,
        what: 'The request’s value for "{0}" is not in the format that the cloud expects.',
        fix: 'Correct "{0}" and send the request again.',
      },
    ],
  },
  {
    // Not the same as OMS.1010, which is about the privacy statement.
    codes: ['OMS.1002', 'S3M.1002', 'S3M.1010'],
    quotes: true,
    what: 'A value in the request has the wrong type.',
    fix: 'Ask whoever runs Ferry to look up the request in the log and compare it with the API reference.',
    turn: 'operator',
    cases: [
      {
        says: /key ?\[([^\]]{1,60})\] type must be ([\w<>[\]]{1,40})/i,
        what: 'The request’s value for "{0}" has the wrong type: the cloud wants {1}.',
        fix: 'Ask whoever runs Ferry to look up the request in the log and compare "{0}" with the API reference.',
      },
    ],
  },
  {
    codes: ['OMS.1003', 'S3M.1003'],
    quotes: true,
    what: 'A value in the request breaks a rule on length, range or characters.',
    fix: 'Look for its name in the cloud’s own message, correct it and send the request again.',
    turn: 'request',
    cases: [
      {
        says: /key ?\[([^\]]{1,60})\] constraints/i,
        what: 'The request’s value for "{0}" breaks a rule on length, range or characters.',
        fix: 'Correct "{0}" and send the request again.',
      },
    ],
  },
  {
    codes: ['OMS.1004', 'S3M.1004', 'OMS.1007', 'S3M.1007'],
    quotes: true,
    what: 'The request is missing a value that the cloud requires.',
    fix: 'Look in the cloud’s own message for what is missing, add it and send the request again. Often it is a region, a bucket or a key.',
    turn: 'request',
    cases: [
      {
        says: /necessary parameters? key ?\[([^\]]{1,60})\]/i,
        what: 'The request is missing "{0}", which the cloud requires.',
        fix: 'Add "{0}" and send the request again.',
      },
    ],
  },
  {
    codes: ['S3M.0014'],
    // Listed as outdated, without a status.
    statuses: [],
    what: 'The cloud refused a value because it looks like a script.',
    fix: 'Leave characters such as `<`, `>` and quotes out of names and descriptions, then send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0051', 'S3M.0051'],
    what: 'The cloud did not accept the requested range.',
    fix: 'Ask whoever runs Ferry to look up the request in the log and compare its range with the API reference.',
    turn: 'operator',
  },
  {
    codes: ['OMS.0052', 'S3M.0052'],
    what: 'The list was filtered by a state that the cloud does not know.',
    fix: 'Leave the state out, or choose one from 0 to 5, and send the request again.',
    turn: 'request',
  },
  {
    codes: ['S3M.0162'],
    statuses: [403],
    what: 'The headers of the request are larger than the cloud accepts.',
    fix: 'Ask whoever runs Ferry to check whether a proxy adds headers, and how long the sign-in token is.',
    turn: 'operator',
  },
  {
    codes: ['S3M.0163'],
    statuses: [403],
    what: 'The account’s sign-in token is larger than the cloud accepts.',
    fix: 'Connect the account with an access key instead of user and password, then send the request again.',
    turn: 'account',
  },
  {
    codes: ['S3M.0172'],
    what: 'The request is larger than the cloud accepts.',
    fix: 'Make it smaller: use fewer prefixes, or put the names into a list of objects. Then send it again.',
    turn: 'request',
  },
])
