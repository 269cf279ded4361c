/** Notifications of a PostgreSQL server, over a connection of its own. */
import { Client, type ClientConfig } from 'pg';

/** Milliseconds before a broken connection is reopened. */
const AGAIN = 200;

/** Listens until the returned function is called. */
export function listening(
  config: ClientConfig,
  channel: string,
  hear: (payload: string) => void,
): () => Promise<void> {
  let client: Client;
  let closed = false;
  const begin = async (): Promise<void> => {
    if (closed) return;
    const own = new Client(config);
    client = own;
    let again = false;
    const broken = (): void => {
      if (again || closed) return;
      again = true;
      own.end().catch(() => undefined);
      setTimeout(() => void begin(), AGAIN);
    };
    own.on('error', broken);
    own.on('end', broken);
    own.on('notification', ({ payload }) => {
      hear(payload ?? '{}');
    });
    await own
      .connect()
      .then(() => own.query(`listen ${channel}`))
      .catch(broken);
  };
  void begin();
  return async () => {
    closed = true;
    await client.end().catch(() => undefined);
  };
}
