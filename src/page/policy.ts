/** What the security policy forbids is told by the page's console, wherever it was tried: of a worker nobody is told else. */

const CHANNEL = 'edgewise-policy';

/** In a worker, before anything else. */
export function tellForbidden(): void {
  const channel = new BroadcastChannel(CHANNEL);
  self.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    channel.postMessage(`${effectiveDirective} forbids ${blockedURI} in the worker ${self.name}`),
  );
}

/** In the page. */
export function hearForbidden(hear: (words: string) => void): void {
  new BroadcastChannel(CHANNEL).addEventListener('message', ({ data }) => hear(String(data)));
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    hear(`${effectiveDirective} forbids ${blockedURI}`),
  );
}
