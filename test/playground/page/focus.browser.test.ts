import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Block, View } from '../../../playground/slack/protocol.ts'
import type { FakeSlack } from './fake-slack.ts'
import { usePages } from './use-pages.ts'

/** For people who use only the keyboard: the focus must always be where a key does something. */
describe('the focus', () => {
  const pages = usePages()
  let slack: FakeSlack
  let page: Page

  beforeEach(async () => {
    slack = pages.slack
    page = await pages.open()
    await page.goto(slack.url)
    await pause().waitFor()
  })

  const pause = () => page.getByRole('log').getByRole('button', { name: 'Pause' })
  const focused = () => page.evaluate('document.activeElement.innerText || document.activeElement.tagName')
  const heading = (name: string) => page.getByRole('heading', { name, exact: true })
  const show = (...modals: View[]) => {
    slack.state.modals = modals
    slack.changed()
  }
  const closed = () => slack.sent.filter(({ path }) => path === '/control/close').map(({ body }) => body.view_id)
  /** Presses a button of the card, which makes the app open the forms. */
  const openFrom = async (...modals: View[]) => {
    await pause().focus()
    await page.keyboard.press('Enter')
    show(...modals)
    await heading(modals.at(-1)?.id ?? '').waitFor()
  }

  test('returns to the control that opened the next form, and Escape then closes the first one', async () => {
    await openFrom(form('V1', keys))
    await page.getByRole('button', { name: 'Choose keys' }).press('Enter')
    show(form('V1', keys), form('V2'))
    await heading('V2').waitFor()
    await page.getByRole('button', { name: 'Back' }).press('Enter')
    await heading('V2').waitFor({ state: 'detached' })
    expect(await focused()).toBe('Choose keys')
    await page.keyboard.press('Escape')
    await expect.poll(closed).toEqual(['V2', 'V1'])
  })

  test('finds that control again if the form was redrawn meanwhile', async () => {
    await openFrom(form('V1', keys))
    await page.getByRole('button', { name: 'Choose keys' }).press('Enter')
    show(form('V1', note, keys), form('V2'))
    await page.getByText('Checked').waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await heading('V2').waitFor({ state: 'detached' })
    expect(await focused()).toBe('Choose keys')
  })

  test('stays in the first form if that control is gone', async () => {
    await openFrom(form('V1', keys))
    await page.getByRole('button', { name: 'Choose keys' }).press('Enter')
    show(form('V1', note), form('V2'))
    await page.getByText('Checked').waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await heading('V2').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await expect.poll(closed).toEqual(['V2', 'V1'])
  })

  test('returns to the message if all forms close at once', async () => {
    await openFrom(form('V1', keys))
    await page.getByRole('button', { name: 'Choose keys' }).press('Enter')
    show(form('V1', keys), form('V2'))
    await heading('V2').waitFor()
    show()
    await page.getByRole('dialog').first().waitFor({ state: 'detached' })
    expect(await focused()).toBe(await pause().innerText())
  })

  test('moves to the text box if the message is gone as well', async () => {
    await openFrom(form('V1'))
    slack.state.messages = slack.state.messages.slice(0, 1)
    show()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.type('on')
    expect(await page.getByPlaceholder('Message #migrations').inputValue()).toBe('on')
  })

  test('is in the form after a click beside its inputs, so Escape closes it', async () => {
    await openFrom(form('V1', note))
    await page.getByText('Checked').click()
    await page.keyboard.press('Escape')
    await expect.poll(closed).toEqual(['V1'])
  })

  test('is in the form if the focused element disappears: Escape closes it, and Tab stays inside', async () => {
    await openFrom(form('V1', keys))
    await page.getByRole('button', { name: 'Choose keys' }).focus()
    show(form('V1', note))
    await page.getByText('Checked').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate("document.activeElement.closest('dialog') !== null")).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(closed).toEqual(['V1'])
  })
})

const note: Block = { type: 'section', text: { type: 'mrkdwn', text: 'Checked' } }
const keys: Block = {
  type: 'actions',
  elements: [{ type: 'button', action_id: 'keys', text: { type: 'plain_text', text: 'Choose keys' } }],
}

/** A form with its id as its title. */
function form(id: string, ...blocks: Block[]): View {
  const title = { type: 'plain_text', text: id }
  return { id, type: 'modal', payload: { type: 'modal', title, blocks }, hash: '1', root_view_id: 'V1' }
}
