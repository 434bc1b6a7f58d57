import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { environmentSchema } from '../../src/config/environment.ts'

const service = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  env_file: z.string().optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  stop_grace_period: z.string().optional(),
  restart: z.literal('unless-stopped'),
})
const file = z.looseObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.object({})),
})

const compose = (name: string) => file.parse(parse(readFileSync(`deploy/compose/${name}`, 'utf8'), { merge: true }))

test.each(['compose.yml', 'replicas.yml'])(
  '%s runs Ferry as the image means it, reachable from this machine only',
  (name) => {
    const { services, volumes } = compose(name)
    const ours = Object.entries(services).filter(([key]) => key.startsWith('ferry'))
    expect(ours.length).toBeGreaterThan(0)
    for (const [, one] of ours) {
      expect(one).toMatchObject({ build: '../..', env_file: '../../.env', read_only: true, cap_drop: ['ALL'] })
      expect(one.stop_grace_period).toBe('30s')
      expect(Object.keys(one.environment ?? {}).filter((key) => !(key in environmentSchema.shape))).toEqual([])
    }
    const ports = Object.values(services).flatMap((one) => one.ports ?? [])
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
    const named = Object.values(services)
      .flatMap((one) => one.volumes ?? [])
      .map((volume) => volume.split(':')[0] ?? '')
    expect(named.filter((volume) => !volume.startsWith('.')).toSorted()).toEqual(Object.keys(volumes))
  },
)

test('one process keeps its SQLite store in the volume of the image', () => {
  expect(compose('compose.yml').services.ferry?.volumes).toEqual(['data:/data'])
  expect(readFileSync('Dockerfile', 'utf8')).toContain('VOLUME /data')
})

test('replicas share a Redis that keeps every write and throws nothing away', () => {
  const { services } = compose('replicas.yml')
  expect(services['ferry-2']).toEqual(services['ferry-1'])
  expect(services['ferry-1']?.environment?.STORE_URL).toMatch(/^redis:\/\/:\$\{REDIS_PASSWORD:\?.+\}@redis:6379$/)
  expect(services.redis?.command).toContain('--appendonly yes --appendfsync always --maxmemory-policy noeviction')
})

test('the proxy asks both replicas whether they are ready, twice within their grace period', () => {
  const caddy = readFileSync('deploy/compose/Caddyfile', 'utf8')
  const { services } = compose('replicas.yml')
  const grace = Number(services['ferry-1']?.environment?.SHUTDOWN_GRACE)
  expect(caddy).toContain('reverse_proxy ferry-1:3000 ferry-2:3000 {')
  expect(caddy).toContain('health_uri /readyz')
  expect(Number(/health_interval (\d+)s/.exec(caddy)?.[1]) * 2).toBeLessThan(grace)
})

test('the systemd unit runs what npm start runs, as nobody in particular, and gives it time to stop', () => {
  const unit = readFileSync('deploy/systemd/ferry.service', 'utf8')
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1]
  expect(value('ExecStart')).toBe('/usr/bin/env node /opt/ferry/src/start.js')
  expect(value('DynamicUser')).toBe('yes')
  expect(value('ProtectSystem')).toBe('strict')
  expect(value('Environment')).toContain(`STORE_URL=sqlite:/var/lib/${value('StateDirectory')}/ferry.db`)
  expect(value('Environment')).toContain(`NODE_COMPILE_CACHE=/var/cache/${value('CacheDirectory')}`)
  expect(Number(value('TimeoutStopSec'))).toBeGreaterThanOrEqual(25)
})

test('the systemd unit has the allocator give memory back, as the image does', () => {
  const allocator = (path: string) =>
    readFileSync(path, 'utf8')
      .match(/\bMALLOC_\w+=\S+/g)
      ?.sort()
  expect(allocator('deploy/systemd/ferry.service')).toEqual(['MALLOC_ARENA_MAX=2', 'MALLOC_TRIM_THRESHOLD_=131072'])
  expect(allocator('Dockerfile')).toEqual(allocator('deploy/systemd/ferry.service'))
})

test('the chart is of the version of Ferry', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(parse(readFileSync('deploy/helm/ferry/Chart.yaml', 'utf8'))).toMatchObject({ version, appVersion: version })
})
