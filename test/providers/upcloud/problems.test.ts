import { describe, expect, test } from 'vitest'
import { failure } from '../cloud.ts'
import type { Reply } from '../local-server.ts'
import { cancel, openAccount, tokenAnswers, userAnswers } from './open-account.ts'
import { notFound } from './samples.ts'

const target = { kind: 'job', id: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890' } as const
const types = 'https://developers.upcloud.com/1.3/errors'
const problemJson = { 'content-type': 'application/problem+json' }

/** A reply and the error that it causes. The code is provider_refused by default. */
type Told = { what: string; reply: Reply; code?: string; details: object }

describe('an error', () => {
  test.each<Told>([
    {
      what: 'of today, with the parameters that were wrong',
      reply: {
        status: 400,
        headers: problemJson,
        body: {
          type: `${types}#ERROR_INVALID_REQUEST`,
          title: 'Validation error.',
          invalid_params: [{ name: 'source.bucket', reason: 'Required.' }, { name: 'name' }, null],
          correlation_id: '01K1ZM92JWR9YMWTCMV6JPSQ0J',
          status: 400,
        },
      },
      details: {
        code: 'UPCLOUD.INVALID_REQUEST',
        message: 'Validation error.',
        detail: 'source.bucket: Required.; name',
        requestId: '01K1ZM92JWR9YMWTCMV6JPSQ0J',
      },
    },
    {
      what: 'without parameters',
      reply: { status: 404, body: notFound },
      details: { code: 'UPCLOUD.RESOURCE_NOT_FOUND' },
    },
    {
      what: 'with a detail',
      reply: { status: 403, body: { type: `${types}#ERROR_FORBIDDEN`, title: 'Forbidden', detail: 'Token lacks it' } },
      details: { code: 'UPCLOUD.FORBIDDEN', detail: 'Token lacks it' },
    },
    {
      what: 'about money',
      reply: { status: 402, body: { type: `${types}#ERROR_INSUFFICIENT_CREDITS`, title: 'No credits' } },
      details: { code: 'UPCLOUD.INSUFFICIENT_CREDITS' },
    },
    {
      what: 'of UpCloud itself',
      reply: { status: 500, body: { type: `${types}#ERROR_GENERAL_FAILURE`, title: 'Technical issue' } },
      code: 'provider_outcome_unknown',
      details: { code: 'UPCLOUD.GENERAL_FAILURE' },
    },
    {
      what: 'of old, under a media type of today',
      reply: {
        status: 401,
        headers: problemJson,
        body: { error: { error_code: 'AUTHENTICATION_REQUIRED', error_message: 'Requires authentication.' } },
      },
      code: 'provider_denied',
      details: { code: 'UPCLOUD.AUTHENTICATION_REQUIRED', message: 'Requires authentication.' },
    },
    {
      what: 'of old',
      reply: { status: 409, body: { error: { error_code: 'UNABLE_TO_CANCEL', error_message: 'Too late' } } },
      details: { code: 'UPCLOUD.UNABLE_TO_CANCEL', message: 'Too late' },
    },
    {
      what: 'of today, under the media type of old',
      reply: { status: 401, body: { type: `${types}#ERROR_UNAUTHORIZED`, title: 'Unauthorized' } },
      code: 'provider_denied',
      details: { code: 'UPCLOUD.UNAUTHORIZED' },
    },
    {
      what: 'with a title only',
      reply: { status: 409, body: { title: 'Busy' } },
      details: { code: 'HTTP.409', message: 'Busy' },
    },
    { what: 'without a body', reply: { status: 403 }, details: { code: 'HTTP.403' } },
    {
      what: 'of no known type',
      reply: { status: 400, body: { type: 'about:blank', title: 'Bad' } },
      details: { code: 'HTTP.400' },
    },
    {
      what: 'of a proxy that limits',
      reply: { status: 429, body: '<html>' },
      code: 'provider_throttled',
      details: { code: 'HTTP.429' },
    },
    {
      what: 'whose id is in a header only',
      reply: { status: 400, headers: { 'upcloud-cid': 'cid-1' }, body: { title: 'Bad' } },
      details: { requestId: 'cid-1' },
    },
  ])(
    'with $what is reported as such, and a job is cancelled once',
    async ({ reply, code = 'provider_refused', details }) => {
      const { connection, server } = await openAccount(() => reply)
      const error = await failure(cancel(connection, target))
      expect(error).toMatchObject({ code, details: { account: 'prod-uc', ref: `prod-uc/${target.id}`, ...details } })
      expect(server.received).toHaveLength(1)
    },
  )

  test.each([
    [tokenAnswers, tokenAnswers.token],
    [userAnswers, userAnswers.password],
  ])('quotes no secret', async (answers, secret) => {
    const { connection } = await openAccount(
      ({ headers }) => ({ status: 400, body: { title: `${secret} ${headers.authorization}` } }),
      answers,
    )
    const error = await failure(connection.show(target, {}))
    expect(JSON.stringify([error.message, error.details])).not.toContain(secret)
    expect(JSON.stringify(error.details)).not.toContain(Buffer.from(`ferry:${secret}`).toString('base64'))
  })
})
