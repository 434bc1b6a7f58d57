import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { happened } from '../happenings.ts'
import { startServer } from '../providers/local-server.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const id = '191297407830901'
const key = 'key-of-nobody'

const value = z.union([
  z.object({ stringValue: z.string() }).transform((one) => one.stringValue),
  z.object({ intValue: z.number() }).transform((one) => one.intValue),
])
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform((all) => Object.fromEntries(all.map((one) => [one.key, one.value])))
const sentSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              attributes,
              status: z.object({ code: z.number(), message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
})

/** A receiver of traces on this machine. */
async function createReceiver() {
  let status = 200
  const { received, url } = await startServer(() => {
    happened()
    return { status, body: {} }
  })
  const resources = () => received.flatMap(({ body }) => sentSchema.parse(JSON.parse(body)).resourceSpans)
  return {
    received,
    url: url.origin,
    refuses: () => {
      status = 400
    },
    resources,
    spans: () => resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  }
}

async function createTraced(url: string): Promise<Stage> {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`, OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${key}` }
  const stage = await createReadyStage({ mode: 'http', environment })
  onTestFinished(stage.stop)
  return stage
}

test('a trace leads from a typed command, or from the reference in an answer, to the cloud’s own id of the call, and holds no secret', async () => {
  const receiver = await createReceiver()
  const stage = await createTraced(receiver.url)
  stage.addTask({ id, sourceBucket: 'photos' })
  const person = stage.person()
  await person.types(`limit ${id} 20MB/s`)
  await person.hears('20 MB/s')
  await person.types('disconnect nowhere')
  await person.hears('nowhere')
  stage.cloud.faults.add({ kind: 'status', status: 400, path: '/191297407830902' })
  await person.types('status 191297407830902')
  await person.hears('Reference `')
  await stage.restart({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })
  const spans = receiver.spans()
  const command = spans.find(({ name }) => name === 'command limit')
  const act = spans.find(({ name }) => name === 'act limit')
  const call = spans.find(({ parentSpanId }) => parentSpanId !== undefined && parentSpanId === act?.spanId)
  expect(command?.attributes).toMatchObject({ 'ferry.door': 'typed', 'ferry.outcome': 'ok' })
  const [logged] = stage.logged('Command').filter(({ verb }) => verb === 'limit')
  expect(command?.attributes['ferry.reference']).toBe(logged?.reference)
  const shown = /Reference `(\w{8})`/.exec(person.messages().map(readingOf).join())?.[1]
  expect(stage.logged('Command refused').find(({ verb }) => verb === 'status')?.reference).toBe(shown)
  expect(spans.find(({ name }) => name === 'command status')?.attributes['ferry.reference']).toBe(shown)
  expect(act).toMatchObject({ traceId: command?.traceId, parentSpanId: command?.spanId })
  expect(act?.attributes).toMatchObject({ 'ferry.subject': `prod-hw/${id}`, 'ferry.account': 'prod-hw' })
  expect(call).toMatchObject({ traceId: command?.traceId, parentSpanId: act?.spanId })
  expect(String(call?.attributes['cloud.request_id'])).toMatch(/^\w{8,}/)
  expect(call?.attributes).toMatchObject({ 'http.response.status_code': 200, 'ferry.outcome': 'answered' })
  expect(spans.filter(({ name }) => name === 'command disconnect')[0]?.attributes['ferry.outcome']).not.toBe('ok')
  expect(receiver.received.every(({ path, headers }) => path === '/v1/traces' && headers['x-api-key'] === key)).toBe(
    true,
  )
  const [resource] = receiver.resources()
  expect(resource?.resource.attributes).toMatchObject({ 'service.name': 'ferry' })
  const sent = receiver.received.map(({ body }) => body).join()
  for (const secret of [key, 'xoxb-', 'xapp-', 'secret', 'EXAMPLE', 'Signature']) expect(sent).not.toContain(secret)
})

test('a receiver that refuses them is named once in the log, and Ferry goes on', async () => {
  const receiver = await createReceiver()
  receiver.refuses()
  const stage = await createTraced(receiver.url)
  const person = stage.person()
  await person.types('accounts')
  await person.hears('prod-hw')
  await stage.restart({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })
  await until('the attempt', () => receiver.received.length > 0)
  const refused = stage.logged('Traces are not accepted: check OTEL_EXPORTER_OTLP_ENDPOINT')
  expect(refused).toHaveLength(1)
  expect(stage.logLines.join()).not.toContain(key)
})
