import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import type { FakeSlack } from './fake-slack.ts'
import { usePages } from './use-pages.ts'

describe('the composer', () => {
  const pages = usePages()
  let slack: FakeSlack
  let page: Page

  beforeEach(async () => {
    slack = pages.slack
    page = await pages.open()
    await page.goto(slack.url)
    await composer().waitFor()
  })

  const composer = () => page.getByPlaceholder('Message #migrations')
  const tries = () => page.getByRole('region', { name: 'The playground suggests' })

  test('has a menu with the shortcuts that the app declares, usable with the keyboard alone', async () => {
    await page.getByRole('button', { name: 'Shortcuts' }).press('Enter')
    await page.getByRole('menuitem', { name: 'New migration' }).press('Enter')
    await expect
      .poll(() => slack.sent)
      .toEqual([{ path: '/control/shortcut', body: { user: 'U0ENGINEER', callback_id: 'new_migration' } }])
  })

  test('has a menu that stays open while the conversation scrolls, because a message has arrived', async () => {
    await page.getByRole('button', { name: 'Shortcuts' }).click()
    await page.getByRole('menuitem', { name: 'New migration' }).waitFor()
    await page.evaluate("document.querySelector('.stream').scrollTo({ top: 0 })")
    await page.getByText('Newest messages').waitFor()
    expect(await page.getByRole('menuitem', { name: 'New migration' }).isVisible()).toBe(true)
  })

  test('says so if the app does not answer a shortcut', async () => {
    slack.answerNext({ ok: false, acknowledged: false })
    await page.getByRole('button', { name: 'Shortcuts' }).click()
    await page.getByRole('menuitem', { name: 'New migration' }).click()
    await page.getByText('New migration failed with the error “operation_timeout”').waitFor()
  })

  test('has no menu for an app without shortcuts', async () => {
    slack.state.app.shortcuts = []
    slack.changed()
    await page.getByRole('button', { name: 'Shortcuts' }).click()
    await page.getByText('No app has a shortcut here').waitFor()
  })

  test('types a suggestion without sending it, and shows none once they are hidden', async () => {
    await tries().getByRole('button', { name: '/migrate status 1912…' }).click()
    expect(await composer().inputValue()).toBe('/migrate status 1912…')
    expect(slack.sent).toEqual([])
    await page.keyboard.press('Enter')
    await expect.poll(() => slack.sent.at(-1)?.body).toMatchObject({ text: '/migrate status 1912…' })
    await page.getByRole('button', { name: 'Put the suggestions away' }).click()
    await tries().waitFor({ state: 'detached' })
    await page.reload()
    await composer().waitFor()
    expect(await tries().count()).toBe(0)
  })

  test('has no suggestions in a thread, because Slack has no slash commands there', async () => {
    await page.getByText('2 replies').click()
    await page.getByPlaceholder('Reply…').waitFor()
    expect(await tries().count()).toBe(1)
  })

  test('completes the app’s commands and Slack’s own', async () => {
    await composer().pressSequentially('/')
    await expect
      .poll(() => page.getByRole('option').allInnerTexts())
      .toEqual(['/migrate\nstatus 1912… · list · help', '/invite\n@someone [#channel]', '/remove\n@someone'])
  })

  test('keeps the person of each tab after a reload', async () => {
    await page.getByRole('button', { name: 'Acting as' }).click()
    await page.getByRole('menuitemradio', { name: 'Team lead' }).click()
    const other = await pages.open()
    await other.goto(slack.url)
    await other.getByRole('button', { name: 'Acting as' }).click()
    await other.getByRole('menuitemradio', { name: 'On call' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Acting as Team lead' }).waitFor()
    await other.reload()
    await other.getByRole('button', { name: 'Acting as On call' }).waitFor()
  })

  test('shows a menu of people with what each of them is', async () => {
    await page.getByRole('button', { name: 'Acting as' }).click()
    const notes = page.getByRole('menuitemradio').locator('.option-note')
    await expect.poll(() => notes.allInnerTexts()).toEqual(['Member', 'Approver', 'Member', 'Guest'])
  })
})
