import { describe, expect, it } from '@jest/globals';
import { CallProblem, type CallPhase } from './call-problem.js';
import { explainFailure, isRefusedHandshake } from './explain-failure.js';

const coded = (code: string): Error => Object.assign(new Error('POST /secret?token=1 failed'), { code });
const explain = (code: string, phase: CallPhase = 'headers'): string => {
  const { failure, message } = explainFailure(coded(code), 'shop.test', phase);
  return `${failure}: ${message}`;
};

describe('a failure', () => {
  it.each<[string, CallPhase, string]>([
    ['CERT_HAS_EXPIRED', 'tls', 'tls_error: shop.test has an expired certificate (CERT_HAS_EXPIRED).'],
    [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'tls',
      'tls_error: shop.test does not speak TLS on this port (ERR_SSL_WRONG_VERSION_NUMBER).',
    ],
    ['EPROTO', 'tls', 'tls_error: shop.test failed in the TLS handshake (EPROTO).'],
    ['ERR_SSL_BAD_RECORD_MAC', 'body', 'tls_error: shop.test broke the TLS connection (ERR_SSL_BAD_RECORD_MAC).'],
    ['ECONNREFUSED', 'connect', 'connection_error: shop.test refused the connection.'],
    ['ECONNRESET', 'sending', 'connection_error: shop.test reset the connection before it had the whole request.'],
    ['UND_ERR_SOCKET', 'headers', 'connection_error: shop.test closed the connection without an answer.'],
    ['UND_ERR_SOCKET', 'body', "connection_error: shop.test closed the connection in the middle of the answer's body."],
    [
      'HPE_INVALID_CONSTANT',
      'headers',
      'connection_error: shop.test did not answer in valid HTTP/1.1 (HPE_INVALID_CONSTANT).',
    ],
    ['EWHATEVER', 'connect', 'connection_error: shop.test could not be called (EWHATEVER).'],
  ])('by %s while in "%s" is told in a sentence', (code, phase, sentence) => {
    expect(explain(code, phase)).toBe(sentence);
  });

  it('without a code, or with an odd one, passes nothing of its text on', () => {
    for (const error of [new Error('/secret'), coded('/secret path'), 'secret', null, undefined])
      expect(explainFailure(error, 'shop.test', 'connect').message).toBe(
        'shop.test could not be called (unknown error).',
      );
  });

  it('that is explained already stays as it is', () => {
    const problem = new CallProblem('blocked_address', 'No.');
    expect(explainFailure(problem, 'shop.test', 'connect')).toBe(problem);
  });
});

describe('a refused handshake', () => {
  it('is known by its alert, though TLS 1.3 had let us send', () => {
    expect(isRefusedHandshake(coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'))).toBe(true);
    expect(isRefusedHandshake(coded('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'))).toBe(true);
    expect(isRefusedHandshake(coded('ECONNRESET'))).toBe(false);
    expect(explain('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')).toContain('asks for a client certificate');
  });
});
