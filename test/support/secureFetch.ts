/**
 * Requests to a server whose certificate signs itself: it is trusted by name, as a careful script
 * does it, and nothing else is.
 */
import { Agent, request } from "node:https";

/** What a request asks. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer, read to its end. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON. */
  readonly json: () => unknown;
}

/** A client that trusts one certificate, and whose connections are ended by `close`. */
export interface SecureClient {
  readonly ask: (url: string, asked?: Asked) => Promise<Answered>;
  readonly close: () => void;
}

/** Makes a client. With `undefined` it trusts anybody, as `curl -k` does. */
export function secureClient(cert: string | undefined, maxSockets = 4): SecureClient {
  const trust = cert === undefined ? { rejectUnauthorized: false } : { ca: cert };
  const agent = new Agent({ keepAlive: true, maxSockets, ...trust });
  return {
    close: () => agent.destroy(),
    ask: (url, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
        const sent = request(
          url,
          { method, agent, headers: { ...headers, ...length } },
          (answer) => {
            let text = "";
            answer.setEncoding("utf8");
            answer.on("data", (chunk: string) => (text += chunk));
            answer.on("error", reject);
            answer.on("end", () =>
              resolve({
                status: answer.statusCode ?? 0,
                headers: answer.headers,
                text,
                json: () => JSON.parse(text) as unknown,
              }),
            );
          },
        );
        sent.on("error", reject);
        sent.end(body);
      }),
  };
}
