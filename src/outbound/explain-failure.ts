import { CallProblem, type CallPhase } from './call-problem.js';

/** What is wrong with a certificate, by OpenSSL's word for it. The name of the host stands before. */
const certificateFaults: Record<string, string> = {
  CERT_HAS_EXPIRED: 'has an expired certificate',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate that is made out for another name',
  HOSTNAME_MISMATCH: 'has a certificate that is made out for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'has a certificate from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'has a certificate from an unknown authority, or does not send its intermediate certificates',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'has a certificate from an unknown authority, or does not send its intermediate certificates',
  CERT_UNTRUSTED: 'has a certificate that is not trusted here',
  CERT_REVOKED: 'has a revoked certificate',
  CERT_SIGNATURE_FAILURE: 'has a certificate with a wrong signature',
  INVALID_CA: 'has a certificate chain with a member that is no authority',
  INVALID_PURPOSE: 'has a certificate that is not meant for servers',
  PATH_LENGTH_EXCEEDED: 'has a certificate chain that is longer than its authority allows',
};

/** These are followed by where the call was. */
const breaks: Record<string, string> = {
  ECONNRESET: 'reset the connection',
  EPIPE: 'closed the connection',
  UND_ERR_SOCKET: 'closed the connection',
};

const connectionFaults: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  EHOSTUNREACH: 'cannot be reached (no route to the host)',
  ENETUNREACH: 'cannot be reached (no route to its network)',
  ETIMEDOUT: 'did not answer the connection attempt',
  EMFILE: 'could not be called: this process has too many open connections',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'sent a body that is shorter or longer than its Content-Length says',
};

/**
 * Turns whatever ended a call into one of the failures and a sentence. Unknown texts are never passed on: they may hold
 * secrets.
 */
export function explainFailure(error: unknown, host: string, phase: CallPhase): CallProblem {
  if (error instanceof CallProblem) return error;
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return new CallProblem('too_large', `The answer's headers from ${host} are larger than this side reads.`);
  const fault = certificateFaults[code];
  if (fault) return new CallProblem('tls_error', `${host} ${fault} (${code}).`);
  if (isTlsProtocol(code)) return new CallProblem('tls_error', `${host} ${tlsFault(code, phase)}.`);
  return new CallProblem('connection_error', `${host} ${connectionFault(code, phase)}.`);
}

/**
 * True where the far side ended the handshake, though TLS 1.3 had let us send before: it cannot have read the request.
 */
export function isRefusedHandshake(error: unknown): boolean {
  return /_ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|UNKNOWN_CA)$/.test(codeOf(error));
}

function isTlsProtocol(code: string): boolean {
  return code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
}

function tlsFault(code: string, phase: CallPhase): string {
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG/.test(code))
    return `does not speak TLS on this port (${code})`;
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(code)) return `speaks no TLS version from 1.2 on (${code})`;
  if (/CERTIFICATE_REQUIRED/.test(code)) return `asks for a client certificate (${code})`;
  return phase === 'tls' ? `failed in the TLS handshake (${code})` : `broke the TLS connection (${code})`;
}

function connectionFault(code: string, phase: CallPhase): string {
  if (code.startsWith('HPE_')) return `did not answer in valid HTTP/1.1 (${code})`;
  const broken = breaks[code];
  if (broken) return broken + when(phase);
  return connectionFaults[code] ?? `could not be called (${code})`;
}

function when(phase: CallPhase): string {
  switch (phase) {
    case 'tls':
      return ' in the TLS handshake';
    case 'sending':
      return ' before it had the whole request';
    case 'headers':
      return ' without an answer';
    case 'body':
      return " in the middle of the answer's body";
    case 'start':
    case 'slot':
    case 'lookup':
    case 'connect':
      return '';
  }
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z0-9_]{1,80}$/.test(code) ? code : 'unknown error';
}
