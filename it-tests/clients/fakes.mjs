// The packaged fake platforms, and what a user of theirs says, hears and does.
import { spawn } from "node:child_process";
import { once } from "node:events";

const PATIENCE_MS = 60_000;

/** Starts `gateway-sim serve` with the platforms named; ends it with `close`. */
export async function startFakes(...platforms) {
  const program = process.env.GATEWAY_SIM ?? "gateway-sim";
  const serve = ["serve", "--print-config", "--platform", platforms.join(",")];
  const child = spawn(program, serve, { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (printed += text));
  child.on("error", (error) => (printed += error));
  await until(() => {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${printed}`);
    return printed.includes("Ready.");
  }, `${program}: ${printed}`);
  const control = printed.match(/^control\s+(\S+)/m)[1];
  return {
    /** Returns a key of a platform's entry in the config. */
    setting: (platform, key) =>
      printed.match(new RegExp(`^ +\\S+: \\{type: ${platform},.*`, "m"))[0]
        .match(new RegExp(`\\b${key}: "([^"]*)"`))[1],
    act: (platform, action, body) => ask(`${control}/${platform}/${action}`, body),
    read: (platform, what) => ask(`${control}/${platform}/${what}`),
    /** Says something and returns when the bot's answer has been heard. */
    async talk(platform, text, user = "mama") {
      const { id } = await ask(`${control}/${platform}/say`, { user, text });
      const message = await ask(`${control}/${platform}/messages/${id}?wait=30s`);
      if (message.answers.length === 0) throw new Error(`no answer to "${text}"`);
      return message;
    },
    heard: (platform, user = "mama") => ask(`${control}/${platform}/heard?user=${user}`),
    async close() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

/** Waits for a condition, and fails after a minute. */
export async function until(condition, what) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function ask(url, body) {
  const response = await fetch(
    url, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** A picture of one pixel. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64");
