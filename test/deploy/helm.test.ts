import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { environmentSchema } from '../../src/config/environment.ts'
import { render } from './render.ts'

const folder = 'deploy/helm/ferry'
const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  periodSeconds: z.number(),
  failureThreshold: z.number(),
})
const labels = z.record(z.string(), z.string())
const podSpec = z.object({
  automountServiceAccountToken: z.literal(false),
  terminationGracePeriodSeconds: z.number(),
  securityContext: z.looseObject({
    runAsNonRoot: z.literal(true),
    runAsUser: z.literal(1000),
    fsGroup: z.literal(1000),
  }),
  containers: z.tuple([
    z.looseObject({
      image: z.string(),
      securityContext: z.object({
        allowPrivilegeEscalation: z.literal(false),
        readOnlyRootFilesystem: z.literal(true),
        capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
      }),
      envFrom: z.tuple([z.object({ secretRef: z.object({ name: z.string() }) })]),
      env: z.array(z.object({ name: z.string(), value: z.string() })),
      ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
      startupProbe: probe,
      livenessProbe: probe,
      readinessProbe: probe,
      volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).optional(),
    }),
  ]),
  volumes: z.array(z.looseObject({ name: z.string() })).optional(),
})
const deployment = z.object({
  kind: z.literal('Deployment'),
  spec: z.object({
    replicas: z.number(),
    strategy: z.looseObject({ type: z.string() }),
    selector: z.object({ matchLabels: labels }),
    template: z.object({ metadata: z.object({ labels }), spec: podSpec }),
  }),
})

function chart(values: Record<string, unknown> = {}) {
  const objects = render(folder, values)
  const of = (kind: string) => objects.find((one) => one.kind === kind)
  const { spec } = deployment.parse(of('Deployment'))
  const pod = spec.template.spec
  const [container] = pod.containers
  return { kinds: objects.map(({ kind }) => kind), of, spec, pod, container }
}

const onSqlite = { replicas: 1, store: { url: 'sqlite:/data/ferry.db', volume: true } }

test('two replicas without a volume are replaced one after the other, and one is always up', () => {
  const { kinds, spec, of } = chart()
  expect(kinds).toEqual(['Deployment', 'PodDisruptionBudget', 'Service'])
  expect(spec).toMatchObject({ replicas: 2, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } } })
  expect(of('PodDisruptionBudget')).toMatchObject({ spec: { maxUnavailable: 1, selector: spec.selector } })
})

test('a SQLite store has a volume, which outlives the chart, and its old process stops before the new one starts', () => {
  const { kinds, spec, pod, container, of } = chart(onSqlite)
  expect(kinds).toEqual(['Deployment', 'Service', 'PersistentVolumeClaim'])
  expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } })
  expect(container.volumeMounts).toEqual([{ name: 'data', mountPath: '/data' }])
  expect(pod.volumes).toEqual([{ name: 'data', persistentVolumeClaim: { claimName: 'ferry' } }])
  expect(of('PersistentVolumeClaim')).toMatchObject({
    metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } },
  })
  expect(container.env).toContainEqual({ name: 'STORE_URL', value: 'sqlite:/data/ferry.db' })
})

test('a pod gets 25 seconds more than its grace period, and its readiness is asked twice within that', () => {
  for (const graceSeconds of [5, 60]) {
    const { pod, container } = chart({ graceSeconds })
    expect(container.env).toContainEqual({ name: 'SHUTDOWN_GRACE', value: String(graceSeconds) })
    expect(pod.terminationGracePeriodSeconds).toBe(graceSeconds + 25)
    expect(container.readinessProbe.periodSeconds * 2).toBeLessThan(graceSeconds)
  }
})

test('the probes ask what Ferry answers at the port of the image', () => {
  const { container, of } = chart()
  const docker = readFileSync('Dockerfile', 'utf8')
  expect(docker).toContain(`PORT=${container.ports.find(({ name }) => name === 'http')?.containerPort} `)
  expect(container.startupProbe.httpGet).toEqual({ path: '/healthz', port: 'http' })
  expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' })
  expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' })
  expect(of('Service')).toMatchObject({ spec: { ports: [{ targetPort: 'http' }] } })
})

test('everything that selects pods selects these', () => {
  const { spec, of } = chart({ podMonitor: true })
  expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels)
  expect(of('Service')).toMatchObject({ spec: { selector: spec.selector.matchLabels } })
  expect(of('PodMonitor')).toMatchObject({ spec: { selector: spec.selector } })
})

test('what is secret comes from a Secret, and all that the chart sets is a variable of Ferry', () => {
  const { container } = chart({ ...onSqlite, env: { LOG_LEVEL: 'debug' } })
  expect(container.envFrom).toEqual([{ secretRef: { name: 'ferry' } }])
  const names = container.env.map(({ name }) => name)
  expect(names).toEqual(['SHUTDOWN_GRACE', 'STORE_URL', 'LOG_LEVEL'])
  expect(names.filter((name) => !(name in environmentSchema.shape))).toEqual([])
})

test('an image is named by its tag, or by its digest', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(chart().container.image).toBe(`ferry:${version}`)
  expect(chart({ image: { repository: 'r/ferry', digest: 'sha256:00' } }).container.image).toBe('r/ferry@sha256:00')
})

test('an Ingress leads to the Service, with TLS if a Secret is named', () => {
  const ingress = { enabled: true, className: 'nginx', host: 'ferry.example.com', tlsSecret: 'ferry-tls' }
  expect(chart({ ingress }).of('Ingress')).toMatchObject({
    spec: {
      ingressClassName: 'nginx',
      rules: [
        { host: ingress.host, http: { paths: [{ backend: { service: { name: 'ferry', port: { name: 'http' } } } }] } },
      ],
      tls: [{ hosts: [ingress.host], secretName: 'ferry-tls' }],
    },
  })
})
