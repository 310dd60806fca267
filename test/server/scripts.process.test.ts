/**
 * What people write their scripts in, against the command in a process of its own, over HTTPS:
 * `curl -k`, and Python with `requests`. Where this machine lacks one, the test is skipped and says
 * so.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { killableServer } from "../support/killableServer.ts";
import { inProject } from "../support/paths.ts";
import { scratch } from "../support/scratch.ts";

const folder = scratch();

const has = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore" }).status === 0;
const hasCurl = has("curl", "--version");
const hasRequests = has("python3", "-c", "import requests");

async function withServer(use: (url: string) => void): Promise<number | null> {
  const { process: child, url } = await killableServer([
    ...["--password", "PassWord1", "--data", join(folder, "jobs"), "--now", "2026-01-14T12:00Z"],
    ...["--speed", "0", "--fleet", inProject("examples/fleet.json")],
  ]);
  const exit = once(child, "exit");
  try {
    use(url);
  } finally {
    child.kill("SIGTERM");
  }
  return ((await exit) as [number | null])[0];
}

describe.skipIf(!hasCurl)("curl -k", () => {
  it("should log in, and get from the organizations to a session's log", async () => {
    const code = await withServer((url) => {
      const curl = (...args: string[]): string =>
        execFileSync("curl", ["-k", "-s", "--max-time", "20", ...args], { encoding: "utf8" });
      const login = "grant_type=password&username=admin&password=PassWord1&refresh_token=%27%27";
      const form = "Content-Type: application/x-www-form-urlencoded";
      const token = JSON.parse(
        curl(
          "-X",
          "POST",
          "-H",
          form,
          "-H",
          "Accept: application/json",
          "-d",
          login,
          `${url}/v5/token`,
        ),
      ) as { readonly access_token: string };
      const get = <Answer>(address: string): Answer =>
        JSON.parse(curl("-H", `Authorization: Bearer ${token.access_token}`, address)) as Answer;
      expect(get<unknown[]>(`${url}/v5/Organizations`)).toHaveLength(3);
      const [job] = get<{ readonly id: string }[]>(`${url}/v5/Jobs`);
      const { results } = get<{
        readonly results: readonly { readonly _links: Record<string, { readonly href: string }> }[];
      }>(`${url}/v5/Jobs/${job!.id}/JobSessions`);
      const log = get<{ readonly results: readonly { readonly title: string }[] }>(
        results[0]!._links["logitems"]!.href,
      );
      expect(log.results[0]!.title).toContain("started at");
    });
    expect(code).toBe(0);
  });
});

/** The environment without what leads requests elsewhere, or has them trust other certificates. */
function ownMachine(): Record<string, string | undefined> {
  const away = /^(?:https?_proxy|all_proxy|requests_ca_bundle|curl_ca_bundle|ssl_cert_file)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !away.test(name)));
}

const PYTHON = `
import sys, requests, urllib3
urllib3.disable_warnings()
base = sys.argv[1]
session = requests.Session()
session.verify = False
answer = session.post(base + "/v7/Token", data={
    "grant_type": "password", "username": "admin", "password": "PassWord1",
    "disable_antiforgery_token": "true"})
answer.raise_for_status()
session.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
organization = session.get(base + "/v7/Organizations").json()[0]
repository = session.get(base + "/v7/BackupRepositories").json()[0]
created = session.post(base + f"/v7/Organizations/{organization['id']}/Jobs", json={
    "name": "From Python", "backupType": "EntireOrganization",
    "schedulePolicy": {"type": "Daily", "dailyType": "Everyday", "dailyTime": "22:00:00"},
    "repositoryId": repository["id"]})
created.raise_for_status()
job = created.json()
session.post(base + f"/v7/Jobs/{job['id']}/start").raise_for_status()
clock = session.get(base + "/_runcast/clock").json()
assert session.get(base + job["_links"]["self"]["href"]).json()["lastStatus"] == "Running"
session.put(base + "/_runcast/clock", json={"now": "2026-01-14T13:00:00Z"}).raise_for_status()
shown = session.get(base + job["_links"]["self"]["href"]).json()
newest = session.get(base + "/v7/JobSessions", params={"jobId": job["id"]}).json()["results"][0]
assert newest["endTime"] == shown["lastRun"], (newest, shown)
log = session.get(base + newest["_links"]["logitems"]["href"]).json()["results"]
session.delete(base + f"/v7/Jobs/{job['id']}").raise_for_status()
refused = requests.post(base + "/v7/Token", verify=False, data={
    "grant_type": "password", "username": "admin", "password": "wrong"})
print(len(log), refused.status_code, refused.json()["error"])
`;

describe.skipIf(!hasRequests)("Python with requests", () => {
  it("should make a job, start it, see its session to the end, and delete it", async () => {
    const code = await withServer((url) => {
      const said = execFileSync("python3", ["-c", PYTHON, url], {
        encoding: "utf8",
        timeout: 60_000,
        env: ownMachine(),
      });
      expect(said.trim()).toBe("3 400 invalid_grant");
    });
    expect(code).toBe(0);
  });
});
