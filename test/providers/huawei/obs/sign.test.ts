import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf } from '../../../../src/providers/huawei/obs/objects.ts'
import { encodedName, signReading } from '../../../../src/providers/huawei/obs/sign.ts'

const keys = { accessKey: 'OBSEXAMPLEAK00000001', secretKey: 'exampleObsSecretKey000000000000000000000' }
const securityToken = 'example-session-token'
const documentedAt = new Date('2015-10-12T08:12:38Z')
const at = new Date('2026-11-22T08:12:38Z')
const blank = '/photo-archive/oms/a%20b.txt'
const odd = "oms/ünï (1)*'!+~.txt"

describe('the signature of a read', () => {
  /** Signatures that Huawei's own SDK for Node (esdk-obs-nodejs 3.26.8) makes for the same requests. */
  test.each([
    {
      what: 'by host',
      resource: blank,
      style: 'host',
      signed: 'OBS OBSEXAMPLEAK00000001:nwKl3uUJ1zKjlj4urmQq7lIdqzE=',
    },
    {
      what: 'by path',
      resource: blank,
      style: 'path',
      signed: 'AWS OBSEXAMPLEAK00000001:nwKl3uUJ1zKjlj4urmQq7lIdqzE=',
    },
    {
      what: 'of an odd name',
      ...{ resource: `/photo-archive/${encodedName(odd)}`, style: 'host' as const },
      signed: 'OBS OBSEXAMPLEAK00000001:0quzwu0zLF8b4ozMPtU3uxV0aWc=',
    },
    {
      what: 'with temporary keys, by host',
      ...{ resource: blank, style: 'host' as const, securityToken },
      signed: 'OBS OBSEXAMPLEAK00000001:gnOePhVak/N0vevOc0HHCxjp6Jg=',
    },
    {
      what: 'with temporary keys, by path',
      ...{ resource: blank, style: 'path' as const, securityToken },
      signed: 'AWS OBSEXAMPLEAK00000001:eb6o88xUGLNfW9DX5b5VgEFfGUM=',
    },
  ] as const)('$what equals that of the official SDK', ({ signed, resource, style, ...token }) => {
    expect(signReading({ resource, style }, { ...keys, ...token }, at).Authorization).toBe(signed)
  })

  test('signs the text in the example of the API reference', () => {
    const headers = signReading({ resource: '/bucket/object.txt', style: 'host' }, keys, documentedAt)
    const text = 'GET\n\n\nMon, 12 Oct 2015 08:12:38 GMT\n/bucket/object.txt'
    const signature = createHmac('sha1', keys.secretKey).update(text).digest('base64')
    expect(headers).toEqual({
      Date: 'Mon, 12 Oct 2015 08:12:38 GMT',
      Authorization: `OBS ${keys.accessKey}:${signature}`,
    })
  })

  test.each(['host', 'path'] as const)('includes the token of temporary keys, by %s', (style) => {
    const headers = signReading({ resource: blank, style }, { ...keys, securityToken }, at)
    expect(headers[style === 'host' ? 'x-obs-security-token' : 'x-amz-security-token']).toBe(securityToken)
  })
})

describe('the address of an object', () => {
  const usual = { url: new URL('https://obs.cn-north-4.myhuaweicloud.com'), isCustom: false }
  const object = { bucket: 'photo-archive', key: 'oms/a b.txt' }

  test('has the bucket in its host', () => {
    const { url, resource, style } = addressOf(usual, object)
    expect(url.href).toBe('https://photo-archive.obs.cn-north-4.myhuaweicloud.com/oms/a%20b.txt')
    expect([resource, style]).toEqual([blank, 'host'])
  })

  test('has the bucket in its path if no certificate covers such a host', () => {
    const { url, style } = addressOf(usual, { ...object, bucket: 'photo.archive' })
    expect([url.href, style]).toEqual(['https://obs.cn-north-4.myhuaweicloud.com/photo.archive/oms/a%20b.txt', 'path'])
  })

  test('has the bucket in its path at an endpoint of the account’s own', () => {
    const { url, style } = addressOf({ url: new URL('http://127.0.0.1:9000'), isCustom: true }, object)
    expect([url.href, style]).toEqual([`http://127.0.0.1:9000${blank}`, 'path'])
  })

  test('is sent as it is signed, whatever the name', () => {
    const key = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((name) => !name.split('/').some((part) => part === '.' || part === '..'))
    fc.assert(
      fc.property(key, (name) => {
        const { url, resource } = addressOf(usual, { bucket: 'photos', key: `oms/${name}` })
        expect(`/photos${url.pathname}`).toBe(resource)
        expect(decodeURIComponent(url.pathname)).toBe(`/oms/${name.toWellFormed()}`)
      }),
    )
  })
})
