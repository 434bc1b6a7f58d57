import { describe, expect, test } from 'vitest'
import {
  accountFields,
  accountOf,
  identify,
  readCredentials,
} from '../../../src/providers/huawei/client/credentials.ts'
import { regions } from '../../../src/providers/huawei/regions.ts'
import { keyAnswers, projectId, userAnswers } from './open-account.ts'

const european = {
  ...keyAnswers,
  region: 'other',
  otherRegion: 'eu-west-101',
  omsEndpoint: 'https://oms.example.eu',
  iamEndpoint: 'https://iam.example.eu',
}

describe('the connect form', () => {
  test('accepts an access key, without copied spaces', () => {
    const read = readCredentials({
      ...keyAnswers,
      accessKey: ` ${keyAnswers.accessKey}\n`,
      securityToken: '  ',
      other: 'x',
    })
    expect(read).toEqual({
      ok: true,
      credentials: keyAnswers,
      facts: { region: 'cn-north-4', 'project ID': projectId, 'access key': '…00AK' },
      endpoints: [],
    })
  })

  test('accepts an IAM user, and shows no password', () => {
    const read = readCredentials(userAnswers)
    expect(read).toMatchObject({ ok: true, facts: { 'IAM user': 'example/ferry' } })
    expect(JSON.stringify(read.ok && read.facts)).not.toContain(userAnswers.iamPassword)
  })

  test('names the typed hosts, once each', () => {
    const local = 'http://127.0.0.1:8081'
    expect(
      readCredentials({ ...keyAnswers, omsEndpoint: 'https://oms.example.eu/', iamEndpoint: local }),
    ).toMatchObject({
      endpoints: ['oms.example.eu', '127.0.0.1:8081'],
    })
    expect(readCredentials({ ...keyAnswers, omsEndpoint: local, iamEndpoint: local })).toMatchObject({
      endpoints: ['127.0.0.1:8081'],
    })
  })

  test.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['region', 'projectId', 'accessKey']],
    ['a region that does not exist', { ...keyAnswers, region: 'mars-north-1' }, ['region']],
    ['the name of a project', { ...keyAnswers, projectId: 'cn-north-4' }, ['projectId']],
    ['no secret key', { ...keyAnswers, secretKey: '' }, ['secretKey']],
    ['no access key', { ...keyAnswers, accessKey: '' }, ['accessKey']],
    ['a token only', { region: 'cn-north-4', projectId, securityToken: 't' }, ['accessKey', 'secretKey']],
    ['a key with a blank inside', { ...keyAnswers, secretKey: 'two words' }, ['secretKey']],
    ['a user without domain', { ...userAnswers, iamDomain: '' }, ['iamDomain']],
    ['a user without name and password', { ...userAnswers, iamUser: '', iamPassword: '' }, ['iamUser', 'iamPassword']],
    ['both ways to sign in', { ...keyAnswers, ...userAnswers }, ['iamUser']],
    ['plain http', { ...keyAnswers, omsEndpoint: 'http://oms.example.eu' }, ['omsEndpoint']],
    ['a path', { ...keyAnswers, iamEndpoint: 'https://iam.example.eu/v3' }, ['iamEndpoint']],
    ['a user in the endpoint', { ...keyAnswers, iamEndpoint: 'https://a:b@iam.example.eu' }, ['iamEndpoint']],
    ['a host that only looks local', { ...keyAnswers, omsEndpoint: 'http://127.0.0.1.example.eu' }, ['omsEndpoint']],
    ['another scheme', { ...keyAnswers, omsEndpoint: 'file:///etc/passwd' }, ['omsEndpoint']],
    ['another region without a name', { ...keyAnswers, region: 'other' }, ['otherRegion']],
    [
      'another region without endpoints',
      { ...european, omsEndpoint: '', iamEndpoint: '' },
      ['omsEndpoint', 'iamEndpoint'],
    ],
    [
      'a name for a region that is chosen from the list',
      { ...keyAnswers, otherRegion: 'eu-west-101' },
      ['otherRegion'],
    ],
    ['no endpoint at all', { ...keyAnswers, omsEndpoint: 'oms' }, ['omsEndpoint']],
  ])('refuses %s at each wrong field', (_, answers, fields) => {
    const read = readCredentials(answers)
    expect(read.ok).toBe(false)
    expect(Object.keys(read.ok ? {} : read.problems)).toEqual(fields)
    expect(JSON.stringify(read)).not.toContain(keyAnswers.secretKey)
  })

  test('has a plain label for each field, each once', () => {
    expect(accountFields.map((field) => field.label)).toEqual([
      'Region',
      'Project ID',
      'Access key',
      'Secret key',
      'Security token',
      'IAM domain',
      'IAM user',
      'IAM password',
      'Custom OMS endpoint',
      'Custom IAM endpoint',
      'Custom OBS endpoint',
      'Another region',
    ])
  })
})

describe('an account of an edition that is not in the list', () => {
  test('is called at its own endpoints, in the named region', () => {
    const read = readCredentials(european)
    expect(read).toMatchObject({
      ok: true,
      facts: { region: 'eu-west-101' },
      endpoints: ['oms.example.eu', 'iam.example.eu'],
    })
    const account = accountOf(read.ok ? read.credentials : {})
    expect(account).toMatchObject({ region: 'eu-west-101' })
    expect(account.omsEndpoint.href).toBe('https://oms.example.eu/')
    expect(identify(european)).toMatchObject({ region: 'eu-west-101', endpoint: 'https://oms.example.eu' })
  })
})

describe('an account', () => {
  test('is called in its region', () => {
    const account = accountOf(keyAnswers)
    expect(account.omsEndpoint.href).toBe('https://oms.cn-north-4.myhuaweicloud.com/')
    expect(account.iamEndpoint.href).toBe('https://iam.cn-north-4.myhuaweicloud.com/')
  })

  test.each(['cn-south-4', 'ap-southeast-5'])('signs in globally if %s has no IAM of its own', (region) => {
    expect(accountOf({ ...keyAnswers, region }).iamEndpoint.href).toBe('https://iam.myhuaweicloud.com/')
  })

  test('with credentials from elsewhere is refused', () => {
    expect(() => accountOf({ region: 'cn-north-4' })).toThrow('record_unreadable')
  })
})

test('there are 21 regions, each once', () => {
  expect(new Set(regions.map((region) => region.id)).size).toBe(21)
})

describe('an account', () => {
  test('is the same project with other keys or an IAM user, and another one in another project or region', () => {
    const project = identify(keyAnswers)
    expect(identify({ ...keyAnswers, accessKey: 'FAKEOTHERKEY', secretKey: 'another-fake-secret' })).toEqual(project)
    expect(identify({ ...userAnswers, region: keyAnswers.region, projectId })).toEqual(project)
    expect(identify({ ...keyAnswers, projectId: 'f'.repeat(32) })).not.toEqual(project)
    expect(identify({ ...keyAnswers, region: 'ap-southeast-3' })).not.toEqual(project)
    const endpoint = 'https://oms.example.eu'
    expect(identify({ ...keyAnswers, omsEndpoint: endpoint, iamEndpoint: endpoint })).not.toEqual(project)
  })
})
