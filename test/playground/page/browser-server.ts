import { once } from 'node:events'
import { createServer } from 'node:http'
import { type BrowserServer, chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { findTool } from '../../missing.ts'
import { chromiumArgs } from './chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where to ask for the address of the run's browser. */
    browserDesk: string
  }
}

/**
 * Lends one browser to all files of a run: Debian's chromium, without any of its connections to the internet. It is
 * started when somebody first asks for it.
 */
export default async function lendBrowser(project: TestProject): Promise<() => Promise<void>> {
  let browser: Promise<BrowserServer> | undefined
  const desk = createServer(async (_, response) => {
    browser ??= chromium.launchServer({ executablePath: findTool('chromium') ?? '', args: chromiumArgs })
    response.setHeader('connection', 'close').end((await browser).wsEndpoint())
  }).listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const address = desk.address()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  project.provide('browserDesk', `http://127.0.0.1:${address.port}`)
  return async () => {
    desk.close()
    await (await browser)?.close()
  }
}
