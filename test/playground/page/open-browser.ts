import { type Browser, chromium } from 'playwright-core'
import { findTool } from '../../missing.ts'

/** Opens Debian's chromium, without any of its connections to the internet. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findTool('chromium') ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
