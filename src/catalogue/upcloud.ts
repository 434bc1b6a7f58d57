import { entries } from './entries.ts'

/**
 * UpCloud's error types, as they end the `type` address of a problem or stand in an older answer's `error_code`. None
 * is documented for migration jobs; of those without a status, only the name is known.
 */
export const upcloud = entries({ statuses: [], retry: 'none', severity: 'failure' }, [
  {
    codes: ['UPCLOUD.INVALID_REQUEST', 'UPCLOUD.VALIDATION_ERROR'],
    statuses: [400],
    quotes: true,
    what: 'UpCloud did not accept a value in the request.',
    fix: 'Look for its name in the cloud’s own message, correct it and send the request again.',
    turn: 'request',
  },
  {
    codes: ['UPCLOUD.AUTHENTICATION_REQUIRED'],
    statuses: [401],
    what: 'The request reached UpCloud without the account’s credentials.',
    fix: 'Ask whoever runs Ferry to check whether a proxy drops the `Authorization` header.',
    turn: 'operator',
  },
  {
    codes: ['UPCLOUD.AUTHENTICATION_FAILED', 'UPCLOUD.UNAUTHORIZED'],
    statuses: [401],
    quotes: true,
    what: 'UpCloud did not accept the account’s credentials.',
    fix: 'Check that the token has not expired and allows Ferry’s address, or that the user may sign in to the API. Then connect the account again.',
    turn: 'account',
  },
  {
    codes: ['UPCLOUD.FORBIDDEN', 'UPCLOUD.OBJECT_STORAGE_FORBIDDEN'],
    statuses: [403],
    quotes: true,
    what: 'The account’s UpCloud user lacks the permission for this.',
    fix: 'Give the user access to the object storage service in the UpCloud console, then try again.',
    turn: 'account',
    retry: 'repeat later',
  },
  {
    codes: ['UPCLOUD.INSUFFICIENT_CREDITS'],
    statuses: [402],
    what: 'The UpCloud account has run out of credits.',
    fix: 'Add credits in the UpCloud console, then try again.',
    turn: 'account',
    retry: 'repeat later',
  },
  {
    codes: ['UPCLOUD.RESOURCE_NOT_FOUND', 'UPCLOUD.NOT_FOUND'],
    statuses: [404],
    what: 'UpCloud has no such job, bucket or service.',
    fix: 'Check the id against `/migrate list`, and the service id in the account’s settings. It may also have been deleted.',
    ongoing: 'Check in the UpCloud console that the service still exists, and its id in the account’s settings.',
    turn: 'request',
  },
  {
    codes: ['UPCLOUD.OBJECT_STORAGE_NOT_FOUND', 'UPCLOUD.SERVICE_NOT_FOUND'],
    what: 'UpCloud has no object storage service with this id.',
    fix: 'Copy the service’s id from the UpCloud console, check that it is not deleted, and connect the account again.',
    turn: 'account',
  },
  {
    codes: ['UPCLOUD.RESOURCE_ALREADY_EXISTS', 'UPCLOUD.DUPLICATE_RESOURCE', 'UPCLOUD.SERVICE_EXISTS'],
    what: 'UpCloud already has something with this name.',
    fix: 'Look at the list: it may have been created a moment ago. Otherwise choose another name and send the request again.',
    turn: 'request',
  },
  {
    codes: ['UPCLOUD.UNABLE_TO_CANCEL'],
    quotes: true,
    what: 'UpCloud could not cancel it.',
    fix: 'Look at its status: most likely it has ended, failed or been cancelled already.',
    turn: 'request',
    severity: 'notice',
  },
  {
    codes: ['UPCLOUD.METHOD_NOT_ALLOWED'],
    what: 'UpCloud does not offer this operation.',
    fix: 'Ask whoever runs Ferry to check that the service offers migration jobs, and look for a newer version of Ferry.',
    turn: 'operator',
  },
  {
    codes: ['UPCLOUD.SERVICE_ERROR'],
    statuses: [403],
    quotes: true,
    what: 'UpCloud’s object storage service turned the request down.',
    fix: 'Check the state of the service in the UpCloud console. Then send the request again.',
    turn: 'account',
  },
  {
    codes: ['UPCLOUD.GENERAL_FAILURE', 'UPCLOUD.INTERNAL_SERVER_ERROR'],
    statuses: [500],
    quotes: true,
    what: 'Something broke at UpCloud.',
    fix: 'Look at the status first: the request may have gone through. If not, try again; if it keeps happening, ask UpCloud’s support.',
    turn: 'provider',
    retry: 'repeat later',
  },
])
