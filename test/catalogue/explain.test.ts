import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { retries, turns } from '../../src/catalogue/entry.ts'
import { explain, wordsForRetry, wordsForTurn } from '../../src/catalogue/explain.ts'
import { catalogue } from '../../src/catalogue/index.ts'
import { anyCharacter } from '../any-character.ts'

describe('A code that Ferry knows', () => {
  test('is explained in Ferry’s words alone', () => {
    expect(explain({ code: 'trf.0055', message: 'The destination OBS bucket does not have enough space.' })).toEqual({
      code: 'TRF.0055',
      isKnown: true,
      what: 'The destination bucket is full: it has reached its storage quota.',
      fix: 'Raise the bucket’s quota or delete objects you don’t need, then restart.',
      turn: 'target',
      retry: 'restart',
      severity: 'failure',
    })
  })

  test('shows the provider’s words if they say more than the code', () => {
    const explanation = explain({ code: 'OMS.0072', message: 'Not allowed', detail: 'oms:task:create' })
    expect(explanation.providerMessage).toBe('Not allowed: oms:task:create')
  })

  test('shows no empty quotation of the provider', () => {
    expect(explain({ code: 'OMS.0072' })).not.toHaveProperty('providerMessage')
  })
})

describe('One code with several meanings', () => {
  test.each([
    ['OMS.0064', 'request parameter [object_key] invalid.', /"object_key"/, 'none', 'request'],
    [
      'S3M.0064',
      'request parameter [description] invalid.',
      /^The cloud did not accept the description/,
      'none',
      'request',
    ],
    ['OMS.0064', 'Invalid request parameters.', /^The cloud did not accept a value in the request/, 'none', 'request'],
    ['APIGW.0301', 'AK access failed to reach the limit,forbidden', /locked/, 'repeat later', 'wait'],
    ['APIGW.0301', 'Incorrect IAM authentication information: decrypt token fail', /token/, 'none', 'account'],
    ['APIGW.0301', 'Incorrect IAM information: verify aksk signature fail', /credentials/, 'none', 'account'],
    ['APIGW.0201', 'Request entity too large', /too large/, 'none', 'request'],
    ['APIGW.0201', 'Backend timeout.', /could not pass/, 'repeat later', 'wait'],
    ['NAVER.200', 'Authentication Failed: Invalid authentication information.', /keys/, 'none', 'account'],
    ['NAVER.200', 'Authentication information are missing.', /with incomplete credentials/, 'none', 'operator'],
  ])('%s with "%s" gets its own explanation', (...[code, message, what, retry, turn]) => {
    const explanation = explain({ code, message })
    expect(explanation.what).toMatch(what)
    expect(explanation).toMatchObject({ code, isKnown: true, retry, turn })
  })

  test.each([
    ['S3M.1002', 'The parameter key[offset] type must be Integer.', /"offset" has the wrong type: .* Integer\./],
    [
      'S3M.1003',
      'The parameter key[task_name] constraints must be consistent with the reference.',
      /"task_name" breaks/,
    ],
    ['S3M.1004', 'Lack of necessary parameters key[dst_node] required in the reference.', /is missing "dst_node"/],
    ['S3M.1014', "Can't get source bucket [photos-2024].", /source bucket "photos-2024" cannot/],
    ['S3M.1020', "Can't get dest bucket [archive].", /destination bucket "archive" cannot/],
    [
      'S3M.1021',
      'Task quota is not enough to create 12 tasks this time. There are 95 tasks have been created in 24 hours.',
      /\(new: 12, created in the last 24 hours: 95\)/,
    ],
    ['S3M.1022', 'Selected source bucket [photos] is already in creating status.', /source bucket "photos" is being/],
    ['S3M.1024', 'Create OMS task failed. Response http code is [503].', /HTTP status 503\.$/],
    [
      'S3M.1025',
      'Create OMS task failed. Response http code is [400], error code is [OMS.0064], error msg is[bad].',
      /`OMS\.0064` \(HTTP status 400\)/,
    ],
  ])('%s repeats the details that the cloud gives', (code, message, what) => {
    const explanation = explain({ code, message })
    expect(explanation.what).toMatch(what)
    expect(explanation).not.toHaveProperty('providerMessage')
    expect(explain({ code }).what).not.toMatch(/["[{]/)
  })

  test('does not show the client’s own words for an empty answer', () => {
    expect(explain({ code: 'HTTP.403', message: 'HTTP status 403' })).not.toHaveProperty('providerMessage')
    expect(explain({ code: 'HTTP.403', message: 'Access denied' }).providerMessage).toBe('Access denied')
  })

  test('uses the detail as well as the message', () => {
    const failure = {
      code: 'OMS.0064',
      message: 'Invalid request parameters.',
      detail: 'request parameter [src_node.region] invalid.',
    }
    expect(explain(failure)).toMatchObject({ fix: 'Correct "src_node.region" and send the request again.' })
    expect(explain(failure)).not.toHaveProperty('providerMessage')
  })
})

describe('A code that Ferry does not know', () => {
  test('is reported as unknown, with message and detail', () => {
    expect(explain({ code: 'OMS-Workflow.0012', message: 'Step failed.', detail: 'node 3' })).toMatchObject({
      code: 'OMS-Workflow.0012',
      isKnown: false,
      what: 'Ferry doesn’t know the code `OMS-Workflow.0012`.',
      retry: 'unknown',
      providerMessage: 'Step failed. node 3',
    })
  })

  test('without a message points to the documentation', () => {
    const explanation = explain({ code: 'XYZ' })
    expect(explanation.fix).toMatch(/documentation/)
    expect(explanation).not.toHaveProperty('providerMessage')
  })

  test('cannot break out of its code marks', () => {
    expect(explain({ code: '`x`\n*bold*' }).what).toBe('Ferry doesn’t know the code `x *bold*`.')
  })
})

describe('No code at all', () => {
  test.each([
    [{}, 'The cloud did not say why.'],
    [{ code: '  ', message: ' ' }, 'The cloud did not say why.'],
    [{ message: 'disk on fire' }, 'The cloud gave no error code, only a message.'],
  ])('%o is handled', (failure, what) => {
    const explanation = explain(failure)
    expect(explanation).toMatchObject({ isKnown: false, what })
    expect(explanation).not.toHaveProperty('code')
  })
})

describe("The provider's words", () => {
  test.each([
    ['one line', 'a\n\tb', 'c', 'a b: c'],
    ['no repetition', 'Bad key: k1', 'k1', 'Bad key: k1'],
    ['detail alone', '', 'only this', 'only this'],
    ['no canonical request', 'verify fail, canonicalRequest:GET|/v2/|host:x', '', 'verify fail'],
    ['no access key', 'Access=HWEXAMPLEAK0000000AK is wrong', '', 'Access=(hidden) is wrong'],
    ['no bare access key', 'key HWEXAMPLEAK0000000AK is wrong', '', 'key (hidden) is wrong'],
    ['no direction marks', 'abc\u202edef', '', 'abc def'],
  ])('%s', (...[, message, detail, shown]) => {
    expect(explain({ code: 'X', message, detail }).providerMessage).toBe(shown)
  })

  test('are cut to the length of a phone', () => {
    expect(explain({ message: 'long '.repeat(100_000) }).providerMessage?.length).toBeLessThanOrEqual(400)
  })
})

test('explaining never throws, and always says what happened and what to do', () => {
  const code = fc.oneof(fc.string(), fc.constantFrom(...catalogue.flatMap(({ codes }) => codes)))
  const text = fc.string({ unit: anyCharacter, maxLength: 5000 })
  const failures = fc.record({ code, message: text, detail: text }, { requiredKeys: [] })
  fc.assert(
    fc.property(failures, (failure) => {
      const { what, fix, providerMessage = '' } = explain(failure)
      expect(what.length).toBeGreaterThan(0)
      expect(fix.length).toBeGreaterThan(0)
      expect(providerMessage.isWellFormed()).toBe(true)
    }),
  )
})

test('every turn and every retry has its own words', () => {
  const words = [...turns.map(wordsForTurn), ...retries.map(wordsForRetry)]
  expect(new Set(words).size).toBe(turns.length + retries.length)
  expect(wordsForTurn('source keys')).toBe('The owner of the source keys')
  expect(wordsForRetry('failed objects')).toBe('Retry only the objects that failed')
})
