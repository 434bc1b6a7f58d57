import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context, Tracer } from '@opentelemetry/api'
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import { type Facts, type Span, type Trace, untraced } from '../async/trace.ts'
import { isAppError } from '../errors/errors.ts'
import type { Log } from '../log.ts'
import { createAcceptance } from './acceptance.ts'

/** An OTLP/HTTP receiver: its base address without a final slash, and headers for it. Both can hold a key. */
export type Receiver = { url: string; headers: Readonly<Record<string, string>> }
type Sending = { service: { version: string; instance: string }; log: Log<'info' | 'warn'> }
export type Traces = Trace & { stop(): Promise<void> }

/**
 * Sends traces to a receiver. The packages of OpenTelemetry are imported here and nowhere else, and the bundle keeps
 * them in chunks of their own: a process without traces loads none of them, though they take up space on the disk. A
 * receiver that does not answer loses spans and delays nothing but a stop.
 */
export async function startTraces({ url, headers }: Receiver, { service, log }: Sending): Promise<Traces> {
  const [api, sdk, otlp, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const exporter = new otlp.OTLPTraceExporter({ url: `${url}/v1/traces`, headers: { ...headers }, timeoutMillis })
  const provider = new sdk.BasicTracerProvider({
    resource: resources.resourceFromAttributes({
      'service.name': 'ferry',
      'service.version': service.version,
      'service.instance.id': service.instance,
    }),
    spanProcessors: [new sdk.BatchSpanProcessor(telling(exporter, log))],
  })
  return { ...traceBy(provider.getTracer('ferry'), api), stop: () => provider.shutdown() }
}

/** Longest wait for the receiver, in milliseconds. */
const timeoutMillis = 3_000

type Api = Pick<typeof import('@opentelemetry/api'), 'ROOT_CONTEXT' | 'SpanStatusCode' | 'trace'>

/** Keeps the work that is going on by itself: OpenTelemetry's own way is one for the whole process. */
function traceBy(tracer: Tracer, { ROOT_CONTEXT, SpanStatusCode, trace }: Api): Trace {
  const going = new AsyncLocalStorage<Context>()
  const recorded = async <Done>(around: Context, { name, facts }: { name: string; facts: Facts }, work: Work<Done>) => {
    const span = tracer.startSpan(name, { attributes: { ...facts } }, around)
    try {
      const note = (more: Facts) => void span.setAttributes({ ...more })
      return await going.run(trace.setSpan(around, span), () => work({ note }))
    } catch (error) {
      // An error's words can hold what a person typed; its code cannot.
      span.setStatus({ code: SpanStatusCode.ERROR, message: isAppError(error) ? error.code : 'unexpected' })
      throw error
    } finally {
      span.end()
    }
  }
  return {
    begin: (name, facts, work) => recorded(ROOT_CONTEXT, { name, facts }, work),
    within(name, facts, work) {
      const around = going.getStore()
      return around === undefined ? untraced.within(name, facts, work) : recorded(around, { name, facts }, work)
    },
  }
}

type Work<Done> = (span: Span) => Promise<Done>

/** The same exporter, whose receiver's refusals are logged. */
function telling(exporter: SpanExporter, log: Log<'info' | 'warn'>): SpanExporter {
  const acceptance = createAcceptance(log, {
    refused: 'Traces are not accepted: check OTEL_EXPORTER_OTLP_ENDPOINT',
    accepted: 'Traces are accepted again',
  })
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        acceptance.note(result.error === undefined ? undefined : {})
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
  }
}
