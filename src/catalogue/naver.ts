import { entries } from './entries.ts'

/**
 * Errors of NAVER Cloud's API gateway, which stands before Object Migration. The migration service documents no codes
 * of its own. The numbers are the gateway's, not HTTP statuses.
 */
export const naver = entries({ statuses: [429], retry: 'repeat later', severity: 'failure' }, [
  {
    codes: ['NAVER.100'],
    statuses: [400],
    quotes: true,
    what: 'NAVER Cloud did not accept the request.',
    fix: 'Read the cloud’s own message, correct what it names and send the request again. Often it is the title: at most 100 bytes, no special characters but `.`, `-` and `_`.',
    turn: 'request',
    retry: 'none',
  },
  {
    codes: ['NAVER.200'],
    statuses: [401],
    quotes: true,
    what: 'NAVER Cloud did not accept the account’s keys.',
    fix: 'Check access key and secret key, and that Ferry’s clock is less than five minutes off. Then connect the account again.',
    turn: 'account',
    retry: 'none',
    cases: [
      {
        says: /information (?:is|are) missing/i,
        what: 'The request reached NAVER Cloud with incomplete credentials.',
        fix: 'Ask whoever runs Ferry to check whether a proxy drops headers that begin with `x-ncp-`.',
        turn: 'operator',
      },
    ],
  },
  {
    codes: ['NAVER.210', 'NAVER.230'],
    statuses: [401, 403],
    quotes: true,
    what: 'NAVER Cloud knows the account’s keys, but they lack the permission for this.',
    fix: 'Subscribe to Object Storage and Object Migration. For a sub-account, add the policy `NCP_OBJECT_MIGRATION_MANAGER`. Then try again.',
    turn: 'account',
  },
  {
    codes: ['NAVER.300'],
    statuses: [404],
    what: 'NAVER Cloud has no migration with this title.',
    fix: 'Copy the title from `/migrate list`, capitals included. If it is not there, check the account, or whether somebody deleted it.',
    ongoing: 'Check the account’s endpoint, and in the NAVER Cloud console whether the policy still exists.',
    turn: 'request',
    retry: 'none',
  },
  {
    codes: ['NAVER.400'],
    what: 'The account’s quota of requests to NAVER Cloud is used up.',
    fix: 'Wait until tomorrow, or ask NAVER Cloud for a larger quota. Then try again. Running migrations are not affected.',
    turn: 'account',
    severity: 'warning',
  },
  {
    codes: ['NAVER.410', 'NAVER.420'],
    what: 'NAVER Cloud got too many requests in a short time.',
    fix: 'Wait a minute, then try again. Running migrations are not affected.',
    turn: 'wait',
    severity: 'warning',
  },
  {
    codes: ['NAVER.430'],
    statuses: [413],
    what: 'The request is too large for NAVER Cloud.',
    fix: 'Make it smaller, for example with shorter prefixes, and send it again.',
    turn: 'request',
    retry: 'none',
  },
  {
    codes: ['NAVER.500'],
    statuses: [503],
    what: 'NAVER Cloud could not pass the request on to its migration service.',
    fix: 'Look at the status first: the request may have gone through. If it did not, wait a few minutes and try again.',
    turn: 'wait',
    severity: 'warning',
  },
  {
    codes: ['NAVER.510'],
    statuses: [504],
    what: 'NAVER Cloud’s migration service took too long to answer.',
    fix: 'Look at the status first: the request may have gone through. If it did not, wait a few minutes and try again.',
    turn: 'wait',
    severity: 'warning',
  },
  {
    codes: ['NAVER.900'],
    statuses: [500],
    quotes: true,
    what: 'NAVER Cloud had an unexpected internal problem.',
    fix: 'Look at the status first: the request may have gone through. If not, try again; if it keeps happening, ask NAVER Cloud’s support.',
    turn: 'provider',
  },
])
