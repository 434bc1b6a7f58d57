import { entries } from '../entries.ts'

/** Requests that the migration service refused because of what they ask for. */
export const huaweiRequests = entries({ statuses: [400], retry: 'none', severity: 'failure' }, [
  {
    codes: ['OMS.0064', 'S3M.0064', 'OMS.0001', 'S3M.0001', 'OMS.0151', 'S3M.0151', 'CMM.0101'],
    quotes: true,
    what: 'The cloud did not accept a value in the request.',
    fix: 'Look for its name in the cloud’s own message, correct it and send the request again. Often it is the description, the region or a prefix.',
    turn: 'request',
    cases: [
      {
        says: /parameter \[description\]/i,
        what: 'The cloud did not accept the description.',
        fix: 'Leave out `^ < > ( ) & " \'`, keep it within 255 characters, and send the request again.',
      },
      {
        says: /parameter \[([\w.-]+)\]/i,
        what: 'The cloud did not accept the request’s value for "{0}".',
        fix: 'Correct "{0}" and send the request again.',
      },
    ],
  },
  {
    codes: ['OMS.0078', 'S3M.0078'],
    what: 'The description contains characters that are not allowed.',
    fix: 'Leave out `^ < > ( ) & " \'` and send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0080', 'S3M.0080'],
    what: 'The destination bucket is in a region that this account’s endpoint does not serve.',
    several: 'Destination buckets are in a region that this account’s endpoint does not serve.',
    fix: 'Use an account that is connected to the bucket’s own region, or choose a bucket in a region that OMS serves. Then send the request again.',
    turn: 'request',
    about: 'target',
  },
  {
    codes: ['OMS.0182'],
    what: 'The source bucket is in another region than the request names.',
    several: 'Source buckets are in other regions than the requests name.',
    fix: 'Look up the bucket’s region in the source cloud’s console, correct it and send the request again.',
    turn: 'request',
    about: 'source',
  },
  {
    codes: ['OMS.0183'],
    what: 'The destination bucket is in another region than the request names.',
    several: 'Destination buckets are in other regions than the requests name.',
    fix: 'Use an account connected to the bucket’s own region, name that region as the destination and send the request again.',
    turn: 'request',
    about: 'target',
  },
  {
    // Not the same as OMS.0092, which is about the privacy statement.
    codes: ['S3M.0092'],
    what: 'The cloud did not accept the destination prefix.',
    fix: 'Check that it does not begin with `/`, correct it and send the request again.',
    turn: 'request',
  },
  {
    // Not the same as OMS.0095, which is about a task that cannot be seen.
    codes: ['S3M.0095'],
    what: 'This kind of source does not work with this kind of migration.',
    fix: 'A list of URLs needs "URL source" as the source cloud, everything else needs a real cloud. Correct it and send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0057', 'S3M.0057'],
    statuses: [400, 403],
    quotes: true,
    what: 'Something about the source is wrong: its cloud, region, bucket, keys or prefix.',
    fix: 'Correct it and send the request again; the cloud’s own message may name it.',
    turn: 'request',
  },
  {
    codes: ['OMS.0058', 'S3M.0058'],
    statuses: [400, 403],
    quotes: true,
    what: 'Something about the destination is wrong: its region, bucket, keys or prefix.',
    fix: 'Correct it and send the request again; the cloud’s own message may name it.',
    turn: 'request',
  },
  {
    codes: ['S3M.0082'],
    what: 'Something about the destination is wrong, or the list of objects lies in another region.',
    fix: 'Put the list into a bucket in the destination bucket’s region, check name and keys of that bucket, then send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0060', 'S3M.0060'],
    quotes: true,
    what: 'The migration service can’t move data into this region.',
    fix: 'Choose a destination bucket in a region that OMS serves and an account that is connected there. Then send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0079', 'S3M.0079'],
    what: 'The migration service can’t move data out of this source bucket’s region.',
    several: 'The migration service can’t move data out of these source buckets’ regions.',
    fix: 'Choose a source bucket in another region; you may need to copy the objects there first. Then send the request again.',
    turn: 'request',
    about: 'source',
  },
  {
    codes: ['S3M.0055'],
    // Listed as outdated, without a status.
    statuses: [],
    what: 'The files or folders chosen at the source cannot be used.',
    fix: 'Check that they exist under exactly these names; a folder ends in `/`. Then send the request again.',
    turn: 'request',
    about: 'source',
  },
  {
    codes: ['S3M.0088'],
    what: 'The choice of objects does not fit this kind of migration.',
    fix: 'Give a list file for a migration by list, and names or prefixes for any other. Then send the request again.',
    turn: 'request',
  },
  {
    // Not the same as OMS.0093, which is about synchronization.
    codes: ['S3M.0093'],
    what: 'The cloud does not know this way to handle objects that already exist.',
    fix: 'Choose to overwrite them always, never, or only if they differ. Then send the request again.',
    turn: 'request',
  },
  {
    // Not the same as OMS.0094, which is about synchronization.
    codes: ['S3M.0094'],
    what: 'The cloud does not offer this migration policy.',
    fix: 'Choose another one and send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0059', 'S3M.0059'],
    what: 'The number of threads must be a whole number of at most 50.',
    fix: 'Correct it and send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.0081', 'S3M.0081'],
    what: 'The source’s domain name did not pass the cloud’s check.',
    fix: 'Check it for typos, and check that it is reachable from the internet and points to the source bucket. Then send the request again.',
    turn: 'request',
  },
  {
    codes: ['OMS.1032', 'S3M.1032'],
    what: 'The source is read through a CDN, and the CDN’s authentication key is missing.',
    fix: 'Copy the key from the CDN’s settings and send the request again. You need it at every start, because the cloud does not store it.',
    ongoing: 'Copy the key from the CDN’s settings into the storage key that opens the source.',
    turn: 'source keys',
  },
  {
    codes: ['OMS.1031', 'S3M.1031'],
    what: 'The chosen migrations have different source clouds.',
    fix: 'Choose migrations from one source cloud and send the request again, then do the rest.',
    turn: 'request',
  },
  {
    codes: ['S3M.0069'],
    // Listed as outdated, without a status.
    statuses: [],
    what: 'The objects should be encrypted, but the encryption service is unreachable.',
    fix: 'Wait a few minutes and try again, or leave encryption off.',
    turn: 'wait',
    retry: 'repeat later',
  },
])
