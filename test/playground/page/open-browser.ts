import { type Browser, chromium } from 'playwright-core'
import { inject } from 'vitest'

/** Connects to the run's browser. Closing it closes the pages that were opened over this connection, and no others. */
export async function openBrowser(): Promise<Browser> {
  const address = await fetch(inject('browserDesk'))
  return chromium.connect(await address.text())
}
