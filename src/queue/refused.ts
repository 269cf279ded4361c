/** Messages for servers that cannot be used. */

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no network',
  ECONNRESET: 'it ended the connection; does it speak TLS?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted; ?ca=FILE says which one is',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted; ?ca=FILE says which one is',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted; ?ca=FILE says which one is',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another host',
  '28P01': 'the user or the password is not right',
  '28000': 'it does not let this user in',
  '3D000': 'there is no such database',
  '25006': 'it takes no changes now (read-only); its disk may be full',
  '53100': 'its disk is full',
  '42501': 'this user may not make tables there',
};

/** Error messages of servers, by their beginning. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/^NOAUTH/, 'it wants a password: redis://user:password@host, or EDGEWISE_QUEUE_PASSWORD'],
  [/^WRONGPASS|invalid (?:username-)?password/i, 'the user or the password is not right'],
  [/^OOM/, 'it is full (maxmemory)'],
  [
    /must be a (?:non-empty )?string/,
    'it wants a password: postgres://user:password@host/database, or EDGEWISE_QUEUE_PASSWORD',
  ],
  [/password authentication failed/, 'the user or the password is not right'],
  [/does not support SSL/, 'it does not speak TLS'],
];

/** Thrown for a server that cannot be used: unreachable, or refusing. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal';
  /** Whether the request itself is wrong, so that retrying is useless. */
  readonly lasting: boolean;

  constructor(why: unknown, lasting = false) {
    super(typeof why === 'string' ? why : reasonOf(why));
    this.lasting = lasting;
  }
}

export function reasonOf(error: unknown): string {
  if (error instanceof ServerRefusal) return error.message;
  const { code, message, errors } = error as { code?: unknown; message?: unknown; errors?: unknown };
  if (typeof code === 'string' && Object.hasOwn(REASONS, code)) return REASONS[code]!;
  // One attempt for each address of the host.
  if (Array.isArray(errors) && errors.length > 0) return reasonOf(errors[0]);
  const text = typeof message === 'string' ? message.split('\n', 1)[0]! : String(error);
  return SAID.find(([how]) => how.test(text))?.[1] ?? text;
}
