import { type Browser, chromium } from 'playwright-core'
import { findTool } from '../../missing.ts'

/** Debian's chromium, with everything off that would speak to the outside. */
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
