/** The parts of a job according to UpCloud's document. */
export const documentedOrder = {
  name: 'aws-migration',
  type: 'data-migration',
  source: {
    endpoint: 's3.amazonaws.com',
    region: 'us-east-1',
    bucket: 'my-aws-bucket',
    access_key_id: 'AKIAEXAMPLENOTREAL01',
    secret_access_key: 'exampleSourceSecretThatIsNotReal00000001',
  },
  target: { bucket: 'my-upcloud-bucket' },
} as const

/** A job as UpCloud may return it. No document shows one. */
export const job = {
  uuid: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
  name: 'aws-migration',
  type: 'data-migration',
  state: 'running',
  source: { endpoint: 's3.amazonaws.com', region: 'us-east-1', bucket: 'my-aws-bucket' },
  target: { bucket: 'my-upcloud-bucket' },
  created_at: '2024-02-29T11:27:07.899818Z',
  updated_at: '2024-02-29T11:27:08.196702Z',
}

/** Recorded from the API in 2024. */
export const realService = {
  configured_status: 'started',
  created_at: '2024-02-29T11:27:07.899818Z',
  endpoints: [{ domain_name: 'e4r2i.upcloudobjects.com', type: 'public' }],
  labels: [{ key: 'example-key', value: 'example-value' }],
  name: 'go-sdk-integration-test',
  networks: [{ family: 'IPv4', name: 'example-public-network', type: 'public' }],
  operational_state: 'setup-service',
  region: 'europe-1',
  updated_at: '2024-02-29T11:27:08.196702Z',
  usage: { total_objects: 0, total_size_bytes: 0 },
  uuid: '12713629-dabd-4256-a1dd-629b8f65f5f1',
}

export const notFound = {
  correlation_id: '01KC8T59GZXZTNCZMYGJXGFSGM',
  status: 404,
  title: 'The resource you requested does not exist.',
  type: 'https://developers.upcloud.com/1.3/errors#ERROR_RESOURCE_NOT_FOUND',
}
