import type { Browser } from '../../../src/providers/provider.ts'
import type { Received, Reply } from '../local-server.ts'
import { type OpenAccount, openAccount } from './open-account.ts'

/* A bucket to look up, and the keys that open it. */
export const secret = { accessKey: 'SRCEXAMPLEAK', secretKey: 'exampleSourceSecret' }
export const inAliyun = { cloud: 'Aliyun', secret, bucket: 'photos' }
export const here = { ...inAliyun, region: 'cn-hangzhou' }
export const top = { ...here, folder: '', limit: 100 }
export const withCdnKey = { ...here, secret: { ...secret, cdnKey: 'exampleCdnKey' } }
export const cdn = { domain: 'cdn.example.com', protocol: 'https', authentication: 'ALIYUN_OSS_B' } as const

export async function openBrowser(answer: (received: Received) => Reply): Promise<OpenAccount & { browser: Browser }> {
  const opened = await openAccount(answer)
  return { ...opened, browser: opened.connection.browse ?? {} }
}

export function bodyOf(received: Received | undefined): Readonly<Record<string, unknown>> {
  return JSON.parse(received?.body ?? '{}')
}
