import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { describe, expect, type TestContext, test } from 'vitest'
import { listenOn } from '../../bench/world/listen.ts'
import { accountFields } from './setup.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'

describe.each(modes)('stopping, over %s', { concurrent: true }, (mode) => {
  /** A second address of the cloud, at which it takes as long as the test wants. */
  const openStage = async ({ onTestFinished }: TestContext): Promise<{ stage: Stage; gate: Gate }> => {
    const gate = await openGate()
    const stage = await createReadyStage({ mode, hosts: [new URL(gate.url).host] })
    gate.leadTo(stage.cloud.handle)
    onTestFinished(async () => {
      await stage.stop()
      await gate.stop()
    })
    return { stage, gate }
  }
  const connectThrough = async (stage: Stage, gate: Gate) => {
    const engineer = stage.person()
    await engineer.types('connect huawei --step other')
    const form = await engineer.faces('Connect Huawei Cloud OMS')
    return engineer.sends(form, accountFields('second', gate.url))
  }

  test('a form that was sent before is acknowledged with its outcome', async (context) => {
    const { stage, gate } = await openStage(context)
    // Ferry checks the account in the cloud before it stores it, and Slack waits meanwhile.
    const sent = connectThrough(stage, gate)
    await gate.reached
    const stopped = stage.stopFerry()
    gate.open()
    expect(await sent).toMatchObject({ acknowledged: true })
    await stopped
    await stage.person().hears('`second` is connected')
  })

  test('a slow command is answered', async (context) => {
    const { stage, gate } = await openStage(context)
    gate.open()
    await connectThrough(stage, gate)
    const engineer = stage.person()
    await engineer.hears('`second` is connected')
    const reached = gate.shut()
    expect(await engineer.types('list second')).toMatchObject({ acknowledged: true })
    await reached
    const stopped = stage.stopFerry()
    gate.open()
    await stopped
    await engineer.hears('second')
  })
})

type Handle = (request: IncomingMessage, response: ServerResponse) => void
type Gate = Awaited<ReturnType<typeof openGate>>

async function openGate() {
  let handle: Handle = (_, response) => void response.destroy()
  let opened = Promise.withResolvers<void>()
  let reached = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    reached.resolve()
    void opened.promise.then(() => handle(request, response))
  })
  return {
    ...(await listenOn(server)),
    reached: reached.promise,
    open: () => opened.resolve(),
    shut() {
      opened = Promise.withResolvers()
      reached = Promise.withResolvers()
      return reached.promise
    },
    leadTo(next: Handle) {
      handle = next
    },
  }
}
