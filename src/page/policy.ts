/** Reports violations of the security policy to the page's console, also those in workers. */

const CHANNEL = 'edgewise-policy';

/** To be called first in a worker. */
export function tellForbidden(): void {
  const channel = new BroadcastChannel(CHANNEL);
  self.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    channel.postMessage(`${effectiveDirective} forbids ${blockedURI} in the worker ${self.name}`),
  );
}

/** To be called in the page. */
export function hearForbidden(hear: (words: string) => void): void {
  new BroadcastChannel(CHANNEL).addEventListener('message', ({ data }) => hear(String(data)));
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    hear(`${effectiveDirective} forbids ${blockedURI}`),
  );
}
