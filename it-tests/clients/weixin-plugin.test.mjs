// The modules of Tencent's own plugin against the fake Weixin.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { PNG, startFakes, until } from "./fakes.mjs";

const folder = mkdtempSync(join(tmpdir(), "weixin-plugin-"));
process.env.OPENCLAW_STATE_DIR = folder;
process.env.TMPDIR = folder;
const plugin = dirname(
  createRequire(import.meta.url).resolve("@tencent-weixin/openclaw-weixin/package.json"));
const load = (module) => import(pathToFileURL(join(plugin, "dist/src", `${module}.js`)));
const api = await load("api/api");
const { sendMessageWeixin, sendMessageItemWeixin } = await load("messaging/send");
const { sendWeixinMediaFile } = await load("messaging/send-media");
const { downloadMediaFromItem } = await load("media/media-download");

let fakes;
let account;
let cdnBaseUrl;
let cursor = "";
let first;

before(async () => {
  fakes = await startFakes("weixin");
  account = {
    baseUrl: fakes.setting("weixin", "base_url"), token: fakes.setting("weixin", "token"),
  };
  cdnBaseUrl = fakes.setting("weixin", "cdn_url");
  assert.equal((await api.notifyStart(account)).ret ?? 0, 0);
  first = await told(() => fakes.act("weixin", "say", { user: "mama", text: "hello" }));
});

after(async () => {
  await fakes?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Polls until the message arrives that `act` makes a user send. */
async function told(act) {
  await act();
  return until(async () => {
    const answer = await api.getUpdates({ ...account, get_updates_buf: cursor });
    assert.equal(answer.ret ?? 0, 0);
    cursor = answer.get_updates_buf;
    return answer.msgs?.at(-1);
  }, "the message");
}

const reply = () => ({ ...account, contextToken: first.context_token });

describe("receiving", () => {
  it("a text, with an id that no double can hold", () => {
    assert.equal(first.item_list[0].text_item.text, "hello");
    assert.equal(typeof first.message_id, "string");
    assert.ok(first.context_token);
  });
  for (const [kind, action, field] of [
    ["an image", "send_image", "decryptedPicPath"],
    ["a file", "send_file", "decryptedFilePath"],
    ["a voice", "send_voice", "decryptedVoicePath"],
    ["a video", "send_video", "decryptedVideoPath"],
  ]) {
    it(`${kind}, decrypted`, async () => {
      const message = await told(() => fakes.act("weixin", action, {
        user: "mama", name: "Bericht für Ä.pdf", base64: PNG.toString("base64"),
      }));
      let saved;
      const problems = [];
      const found = await downloadMediaFromItem(message.item_list[0], {
        cdnBaseUrl,
        label: kind,
        log: () => {},
        errLog: (problem) => problems.push(problem),
        saveMedia: async (bytes) => {
          saved = bytes;
          return { path: "saved" };
        },
      });
      assert.deepEqual(problems, []);
      assert.equal(found[field], "saved");
      assert.deepEqual(Buffer.from(saved), PNG);
    });
  }
});

describe("sending", () => {
  it("a text comes back with the id of the platform", async () => {
    const to = first.from_user_id;
    const sent = await sendMessageWeixin({ to, text: "answer", opts: reply() });
    assert.ok(sent.serverMessageId, "sendmessage answers no message_id");
    const heard = await fakes.heard("weixin");
    assert.equal(heard.at(-1).text, "answer");
  });
  for (const [name, kind] of [["a.png", "image"], ["a.mp4", "video"], ["Bericht Ä.pdf", "file"]]) {
    it(`a file as ${kind}`, async () => {
      const filePath = join(folder, name);
      writeFileSync(filePath, PNG);
      await sendWeixinMediaFile({
        filePath, to: first.from_user_id, text: "", opts: reply(), cdnBaseUrl,
      });
      const file = (await fakes.heard("weixin")).at(-1).files[0];
      assert.equal(file.kind, kind);
      assert.equal(file.size, PNG.length);
      if (kind === "file") assert.equal(file.name, name);
    });
  }
  it("the progress of a tool is no answer that nobody can open", async () => {
    const item = { type: 11, tool_call_item: { tool_name: "search", status: "start" } };
    await sendMessageItemWeixin({
      to: first.from_user_id, item, opts: { ...reply(), runId: "run-1" },
    });
    assert.deepEqual((await fakes.act("weixin", "state", {})).dropped, []);
  });
  it("a quote names the quoted message by the id that sending returned", async () => {
    const to = first.from_user_id;
    const { serverMessageId } = await sendMessageWeixin({ to, text: "quote me", opts: reply() });
    const message = await told(() => fakes.act("weixin", "quote", {
      user: "mama", id: serverMessageId, text: "what is this?",
    }));
    const quoted = message.item_list.find((item) => item.ref_msg)?.ref_msg;
    assert.equal(quoted?.svr_id, serverMessageId);
  });
  it("typing", async () => {
    const config = await api.getConfig({
      ...account, ilinkUserId: first.from_user_id, contextToken: first.context_token,
    });
    assert.ok(config.typing_ticket);
    await api.sendTyping({
      ...account,
      body: {
        ilink_user_id: first.from_user_id, typing_ticket: config.typing_ticket, status: 1,
      },
    });
  });
});

describe("errors", () => {
  it("a used-up window", async () => {
    await fakes.act("weixin", "rules", { answers_per_message: 1 });
    const again = () =>
      sendMessageWeixin({ to: first.from_user_id, text: "more", opts: reply() });
    await assert.rejects(async () => {
      await again();
      await again();
    }, /ret=-2/);
  });
  it("a session that has ended", async () => {
    await api.notifyStop(account);
    await fakes.act("weixin", "end_session", {});
    const answer = await api.getUpdates({ ...account, get_updates_buf: cursor });
    assert.equal(answer.errcode ?? answer.ret, -14);
  });
});
