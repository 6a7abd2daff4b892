// Node-RED's settings for a tool that Roundtrip reaches over HTTPS. Copy it beside flows.json, or take from it what you need.
const { readFileSync } = require('node:fs');

const { PORT, HOST, TLS_KEY_FILE, TLS_CERT_FILE, EDITOR_PASSWORD_HASH } = process.env;
const uiHost = HOST || '127.0.0.1';
const onLoopback = uiHost === '127.0.0.1' || uiHost === '::1';

// Whoever opens the editor can run code on this machine. Without a password it stays on this machine.
if (!onLoopback && !EDITOR_PASSWORD_HASH) {
  throw new Error(
    'Set EDITOR_PASSWORD_HASH (made by: node-red admin hash-pw) before HOST leaves the loopback address.',
  );
}
const admin = { username: 'admin', password: EDITOR_PASSWORD_HASH, permissions: '*' };

module.exports = {
  flowFile: 'flows.json',
  uiPort: PORT || 1880,
  uiHost,
  httpAdminRoot: '/editor',
  adminAuth: EDITOR_PASSWORD_HASH ? { type: 'credentials', users: [admin] } : undefined,

  // Roundtrip calls sellers over HTTPS only. Leave both files out where a proxy on this machine ends TLS.
  // As a function, read again every 12 hours: a renewed certificate needs no restart.
  https:
    TLS_KEY_FILE && TLS_CERT_FILE
      ? () => ({ key: readFileSync(TLS_KEY_FILE), cert: readFileSync(TLS_CERT_FILE) })
      : undefined,
  httpsRefreshInterval: 12,

  // A job has at most 4 MiB.
  apiMaxLength: '5mb',
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false },
};
