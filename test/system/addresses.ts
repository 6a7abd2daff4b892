/**
 * The addresses of the test's internet. The guard takes those that begin with 11. or 2a00: for public ones, as they are; here they exist
 * inside the namespaces only.
 */
export const addresses = {
  engine: { four: '11.2.0.1', six: '2a00:2::1' },
  /** The engine's after `TestInternet.forgetEngine()`. */
  engineAnew: { four: '11.2.0.2', six: '2a00:2::2' },
  nameServer: '11.2.0.53',
  seller: { four: '11.2.0.10', six: '2a00:2::10' },
  /** Whatever is sent there is lost without a word. */
  dead: {
    four: ['11.2.66.1', '11.2.66.2', '11.2.66.3', '11.2.66.4', '11.2.66.5', '11.2.66.6'],
    six: ['2a00:2::66:1', '2a00:2::66:2', '2a00:2::66:3', '2a00:2::66:4', '2a00:2::66:5', '2a00:2::66:6'],
  },
  /** Nobody has it, and the network says so after some seconds. */
  nobody: '11.2.77.1',
  intranet: { four: '10.66.0.1', six: 'fd66::1', metadata: '169.254.169.254' },
  engineInIntranet: { four: '10.66.0.254', six: 'fd66::254' },
} as const;
