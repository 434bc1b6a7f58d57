import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { patienceMs } from '../../happenings.ts'
import { type FakeSlack, startFakeSlack } from './fake-slack.ts'
import { openBrowser } from './open-browser.ts'

/** Everything that a test file needs to look at the page. */
export type Pages = {
  /** The workspace behind the page, new for each test. */
  readonly slack: FakeSlack
  /** Opens an empty tab and closes it at the end of the test. */
  open(options?: BrowserContextOptions): Promise<Page>
}

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }

/**
 * Opens one server for all tests of a file, so that the page's files are loaded once. The workspace and the browser's
 * storage are new for each test.
 */
export function usePages(): Pages {
  let browser: Browser
  let slack: FakeSlack
  const contexts = new Map<string, BrowserContext>()

  beforeAll(async () => {
    browser = await openBrowser()
    slack = await startFakeSlack()
  })
  beforeEach(() => slack.reset())
  afterEach(async () => {
    for (const page of [...contexts.values()].flatMap((context) => context.pages())) {
      await page.evaluate('localStorage.clear()')
      await page.close()
    }
  })
  afterAll(async () => {
    await browser.close()
    await slack.stop()
  })

  async function contextFor(options: BrowserContextOptions): Promise<BrowserContext> {
    const key = JSON.stringify(options)
    const context = contexts.get(key) ?? (await browser.newContext(options))
    context.setDefaultTimeout(patienceMs)
    contexts.set(key, context)
    return context
  }

  return {
    get slack() {
      return slack
    },
    open: async (options = desktop) => (await contextFor(options)).newPage(),
  }
}
