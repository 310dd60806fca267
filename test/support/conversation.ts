/**
 * A script's side of a conversation with the stand-in, over HTTPS: it logs in, asks, and follows
 * links as it finds them.
 */
import { type StandIn, type StandInOptions, startStandIn } from "../../src/server.ts";
import { secureClient } from "./secureFetch.ts";

/** What a script may look for in an answer: each of it is there in some. */
export interface Answer extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly hostName: string;
  readonly proxyId: string;
  readonly organizationId: string;
  readonly jobId: string;
  readonly capacity: number;
  readonly freeSpace: number;
  readonly capacityBytes: number;
  readonly freeSpaceBytes: number;
  readonly threadsNumber: number;
  readonly licensedUsers: number;
  readonly newUsers: number;
  readonly offset: number;
  readonly status: string;
  readonly lastStatus: string;
  readonly lastRun: string;
  readonly creationTime: string;
  readonly endTime?: string;
  readonly statistics: object;
  readonly title: string;
  readonly message: string;
  readonly issues: readonly object[];
  readonly results: readonly Answer[];
  readonly _links: Readonly<Record<string, { readonly href: string }>>;
}

/** What a script does. */
export interface Conversation {
  readonly server: StandIn;
  /** GET; fails where the answer is not 200. */
  readonly get: (path: string) => Promise<Answer>;
  /** The same of a list, be it an array or a page. */
  readonly list: (path: string) => Promise<readonly Answer[]>;
  /** Sends JSON and gives the status, and the body where there is one. */
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ readonly status: number; readonly body: Answer }>;
  readonly end: () => Promise<void>;
}

/** Starts a stand-in, and logs in as a version has it. */
export async function conversation(
  version: number,
  options: StandInOptions = {},
): Promise<Conversation> {
  const server = await startStandIn({ tls: true, password: "PassWord1", ...options });
  const client = secureClient(server.certificate!.cert);
  const address = (path: string): string => (path.startsWith("/") ? server.url + path : path);
  const login = await client.ask(address(`/v${version}/token`), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams({
      grant_type: "password",
      username: "administrator",
      password: "PassWord1",
    }).toString(),
  });
  if (login.status !== 200) throw new Error(`the login was answered ${login.status} ${login.text}`);
  const { access_token: token } = login.json() as { readonly access_token: string };
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const send: Conversation["send"] = async (method, path, body) => {
    const asked = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await client.ask(address(path), {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...asked,
    });
    return { status: answer.status, body: (answer.text === "" ? {} : answer.json()) as Answer };
  };
  const get = async (path: string): Promise<Answer> => {
    const { status, body } = await send("GET", path);
    if (status !== 200) throw new Error(`GET ${path} was answered ${status}: ${body.message}`);
    return body;
  };
  return {
    server,
    send,
    get,
    list: async (path) => itemsOf(await get(path)),
    end: async () => {
      client.close();
      await server.stop();
    },
  };
}

/** What is in a list. */
export function itemsOf(answer: Answer): readonly Answer[] {
  return Array.isArray(answer) ? (answer as readonly Answer[]) : answer.results;
}

/** Every link of an answer, however deep it lies. */
export function linksIn(answer: unknown): string[] {
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]: [string, unknown]) =>
    key === "_links"
      ? Object.values(value as Record<string, { readonly href: string }>).map(({ href }) => href)
      : linksIn(value),
  );
}
