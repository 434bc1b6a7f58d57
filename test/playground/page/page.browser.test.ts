import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FakeSlack } from './fake-slack.ts'
import { privateAnswer } from './sample-state.ts'
import { usePages } from './use-pages.ts'

describe('the page in a browser', () => {
  const pages = usePages()
  let slack: FakeSlack
  let page: Page
  let complaints: string[]

  beforeEach(async () => {
    slack = pages.slack
    complaints = []
    page = await pages.open()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (line) => complaints.push(line.text()))
    await page.goto(slack.url)
    await page.getByText('media-archive-eu').waitFor()
  })
  afterEach(() => {
    expect(complaints).toEqual([])
  })

  const lastSent = () => slack.sent.at(-1)
  const pause = () => page.getByRole('log').getByRole('button', { name: 'Pause' })
  const composer = () => page.getByPlaceholder('Message #migrations')

  test('shows hostile text as text', async () => {
    await page.getByText('<script>alert(1)</script> <b>not bold</b> javascript:alert(1)', { exact: true }).waitFor()
  })

  test('draws every block, and says so if it does not know one', async () => {
    await page.goto(`${slack.url}#/C0GALLERY`)
    await page.getByText('Unknown block “hologram”').waitFor()
    expect(await page.locator('.unknown').count()).toBe(1)
  })

  test('tells the app which button was pressed', async () => {
    await pause().click()
    await expect.poll(lastSent).toMatchObject({
      path: '/control/click',
      body: { user: 'U0ENGINEER', channel: 'C0MIGRATIONS', block_id: 'act', action_id: 'pause' },
    })
  })

  test('asks for a confirmation, and acts only on yes', async () => {
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(slack.sent).toEqual([])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Cancel it' }).click()
    await expect.poll(lastSent).toMatchObject({ path: '/control/click', body: { action_id: 'cancel' } })
  })

  test('shows a new message at once, and the typed text and the focus stay', async () => {
    await composer().fill('half a thought')
    slack.state.messages.push({
      ts: `${Date.now() / 1000}`,
      channel: 'C0MIGRATIONS',
      user: 'U0LEAD',
      text: 'just arrived',
      blocks: [],
      reply_count: 0,
    })
    slack.changed()
    await page.getByText('just arrived').waitFor()
    await page.keyboard.type('!')
    expect(await composer().inputValue()).toBe('half a thought!')
  })

  test('completes a command, sends it with Enter, recalls it with the arrow key, and refuses it in a thread', async () => {
    await composer().pressSequentially('/mi')
    await page.getByRole('option', { name: '/migrate' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('list')
    await page.keyboard.press('Enter')
    await expect.poll(lastSent).toMatchObject({ path: '/control/command', body: { text: '/migrate list' } })
    await page.keyboard.press('ArrowUp')
    expect(await composer().inputValue()).toBe('/migrate list')
    await page.getByText('2 replies').click()
    await page.getByPlaceholder('Reply…').fill('/migrate list')
    await page.keyboard.press('Enter')
    await page.getByText('Slack has no slash commands in threads').waitFor()
    expect(slack.sent).toHaveLength(1)
  })

  test('says so if the app did not answer a command', async () => {
    slack.answerNext({ ok: false, acknowledged: false, error: 'operation_timeout' })
    await composer().fill('/migrate list')
    await page.keyboard.press('Enter')
    await page.getByText('/migrate failed with the error “operation_timeout”').waitFor()
  })

  test('lets people fill in and send a modal with the keyboard alone, and shows problems at their fields', async () => {
    await composer().fill('/migrate create')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'New migration' }).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByText('Please fill in this field').count()).toBe(3)
    await page.keyboard.type('media')
    await page.keyboard.press('Tab')
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
    await page.keyboard.press('Tab')
    await page.keyboard.type('logs')
    await page.getByRole('option', { name: 'logs-2025' }).waitFor()
    await page.keyboard.press('Enter')
    slack.answerNext({ ok: false, acknowledged: true, errors: { name: 'That name is taken' } })
    await page.keyboard.press('Control+Enter')
    await page.getByText('That name is taken').waitFor()
    await page.keyboard.type('-2')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(lastSent()).toEqual({
      path: '/control/submit',
      body: {
        user: 'U0ENGINEER',
        view_id: 'V0CREATE',
        fields: { name: 'media-2', provider: 'naver-cloud', source: 'logs-2025' },
      },
    })
  })

  test('keeps typed text when the view is updated, and Escape closes it', async () => {
    await composer().fill('/migrate create')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('media')
    const [modal] = slack.state.modals
    if (modal === undefined) throw new Error('No modal is open')
    modal.payload.blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Checked' } }, ...modal.payload.blocks]
    slack.changed()
    await page.getByText('Checked').waitFor()
    await page.keyboard.type('-3')
    expect(await page.getByLabel('Name').inputValue()).toBe('media-3')
    await page.keyboard.press('Escape')
    await expect.poll(lastSent).toMatchObject({ path: '/control/close', body: { view_id: 'V0CREATE' } })
  })

  test('forgets forms and private answers when it is loaded again, and keeps them while others act', async () => {
    const form = page.getByRole('dialog', { name: 'New migration' })
    const answer = page.getByText('Only visible to you')
    slack.state.messages.push(privateAnswer())
    slack.changed()
    await answer.waitFor()
    await page.getByRole('button', { name: 'Acting as' }).click()
    await page.getByRole('menuitemradio', { name: 'Team lead' }).click()
    await page.getByRole('button', { name: 'Acting as Team lead' }).click()
    await page.getByRole('menuitemradio', { name: 'Engineer' }).click()
    await answer.waitFor()
    await composer().fill('/migrate create')
    await page.keyboard.press('Enter')
    await form.waitFor()
    await page.reload()
    await page.getByText('media-archive-eu').waitFor()
    expect([await form.count(), await answer.count()]).toEqual([0, 0])
  })

  test('shows a private answer that comes while it finds out who acts', async () => {
    await page.evaluate('sessionStorage.clear()')
    await page.route('**/control/state?user=*', (route) => {
      slack.state.messages = [...slack.state.messages.filter(({ only_for }) => only_for === undefined), privateAnswer()]
      return route.continue()
    })
    await page.reload()
    await page.getByText('Only visible to you').waitFor()
  })

  test('lets another person act', async () => {
    await page.getByRole('button', { name: 'Acting as' }).click()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Team lead' }).waitFor()
    await pause().click()
    await expect.poll(lastSent).toMatchObject({ body: { user: 'U0LEAD' } })
  })

  test('is never wider than a phone, where the channels are in a drawer', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const place of ['C0GALLERY', 'home', 'C0MIGRATIONS']) {
      await page.goto(`${slack.url}#/${place}`)
      await page.locator('.top-bar').first().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    }
    await page.getByRole('button', { name: 'Channels and people' }).click()
    await page.getByRole('link', { name: 'general', exact: true }).click()
    await page.getByPlaceholder('Message #general').waitFor()
  })
})
