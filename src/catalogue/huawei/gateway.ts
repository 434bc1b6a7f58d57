import { entries } from '../entries.ts'

/**
 * Errors of Huawei's API gateway, which stands before the migration service. The API reference leaves these codes out;
 * the request signing guide documents them. One code covers several troubles, told apart by its message.
 */
export const huaweiGateway = entries({ statuses: [401], retry: 'none', severity: 'failure' }, [
  {
    codes: ['APIGW.0101'],
    statuses: [404],
    what: 'The gateway does not know this address: the host, region or path is wrong.',
    fix: 'Check the account’s region and endpoint. If both are right, ask whoever runs Ferry.',
    turn: 'operator',
  },
  {
    codes: ['APIGW.0201'],
    statuses: [400, 413, 414, 494, 502, 504],
    quotes: true,
    what: 'The gateway could not pass the request on to the migration service.',
    fix: 'Look at the status first: the request may have gone through. If it did not, wait a few minutes and try again.',
    turn: 'wait',
    retry: 'repeat later',
    severity: 'warning',
    cases: [
      {
        says: /too (?:large|long|big)/i,
        what: 'The request is too large for the gateway.',
        fix: 'Make it smaller: use fewer prefixes, or put the names into a list of objects. Then send it again.',
        turn: 'request',
        retry: 'none',
        severity: 'failure',
      },
    ],
  },
  {
    codes: ['APIGW.0301'],
    quotes: true,
    what: 'The gateway did not accept the account’s credentials.',
    fix: 'Check access key, secret key and region, and that Ferry’s clock is right. Then connect the account again. Five failures in a row lock the key.',
    turn: 'account',
    cases: [
      {
        // The lock has no code of its own.
        says: /reach(?:ed|es)? the limit/i,
        what: 'The access key is locked for five minutes after five failed sign-ins.',
        fix: 'Wait five minutes without sending anything. Check the secret key, connect the account again if it is wrong, then try again.',
        turn: 'wait',
        retry: 'repeat later',
      },
      {
        says: /token/i,
        what: 'The gateway did not accept the account’s sign-in token.',
        fix: 'Check that the account’s user and password still work and that its region is right, then connect it again.',
      },
    ],
  },
  {
    codes: ['APIGW.0302'],
    statuses: [403],
    what: 'The account’s user may not call the migration service.',
    fix: 'Check that the user is active, give it the `OMS Administrator` role, wait a few minutes, then try again.',
    turn: 'account',
    retry: 'repeat later',
  },
  {
    codes: ['APIGW.0303'],
    quotes: true,
    what: 'The signature of the request is wrong or came too late.',
    fix: 'Check the clock of the machine that runs Ferry: it may be 15 minutes off at most. If it is right, check the account’s secret key.',
    turn: 'operator',
  },
  {
    codes: ['APIGW.0307'],
    what: 'The account’s sign-in token has to be renewed.',
    fix: 'Ferry renews it on its own. If you keep seeing this message, check the account’s region, user and password and connect it again.',
    turn: 'account',
  },
  {
    codes: ['APIGW.0308'],
    statuses: [429],
    what: 'Too many requests in a short time.',
    fix: 'Wait a minute, then try again. Running migrations are not affected.',
    turn: 'wait',
    retry: 'repeat later',
    severity: 'warning',
  },
])
