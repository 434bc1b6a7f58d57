import { createHmac } from 'node:crypto'

export type AccessKeys = { accessKey: string; secretKey: string }

/**
 * The headers that sign a request to NAVER's API gateway (signature v2). Pure. The signature covers method, encoded
 * path and query as they are sent, time and access key. It does not cover other headers or the body.
 */
export function signatureHeaders(
  request: { method: string; url: URL },
  { accessKey, secretKey }: AccessKeys,
  at: number,
): Record<string, string> {
  const { pathname, search } = request.url
  const signed = [`${request.method} ${pathname}${search}`, at, accessKey].join('\n')
  return {
    'x-ncp-apigw-timestamp': String(at),
    'x-ncp-iam-access-key': accessKey,
    'x-ncp-apigw-signature-v2': createHmac('sha256', secretKey).update(signed).digest('base64'),
  }
}
