import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from 'playwright-core'
import { chromiumArgs } from '../../test/playground/page/chromium.ts'

const main = new URL('../../playground/main.ts', import.meta.url).pathname

/** Starts a playground of its own, because pictures need a workspace without a past, and Debian's chromium. */
export async function openStudio(): Promise<{ browser: Browser; url: string; close(): Promise<void> }> {
  const playground = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await addressIn(playground.stdout)
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArgs })
  return {
    browser,
    url,
    async close() {
      await browser.close()
      playground.kill()
      await once(playground, 'exit')
    },
  }
}

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const [, url] = / is ready: (\S+)/.exec(line) ?? []
    if (url !== undefined) return url
  }
  throw new Error('The playground did not start')
}

export async function type(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox').first()
  await box.click()
  await box.fill(text)
  await page.keyboard.press('Enter')
}

/** Takes a picture as `<folder>/<name>.png`. */
export async function shoot(page: Page, name: string, folder = '.'): Promise<void> {
  // Move the mouse away, so that nothing looks hovered or pressed.
  await page.mouse.move(0, 0)
  await page.waitForTimeout(600)
  await page.screenshot({ path: new URL(`${folder}/${name}.png`, import.meta.url).pathname })
}
