// The vendor's SDK for Node.js against the fake Feishu.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Readable } from "node:stream";
import * as lark from "@larksuiteoapi/node-sdk";
import { PNG, startFakes, until } from "./fakes.mjs";

let fakes;
let client;
let socket;
let chat;
let first;
const events = [];
const presses = [];
const errors = [];
const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };

before(async () => {
  fakes = await startFakes("feishu");
  const app = {
    appId: fakes.setting("feishu", "app_id"),
    appSecret: fakes.setting("feishu", "app_secret"),
    domain: fakes.setting("feishu", "base_url"),
    logger: quiet,
  };
  client = new lark.Client(app);
  socket = new lark.WSClient({ ...app, onError: (error) => errors.push(error) });
  const received = async (data) => {
    events.push(data);
    if (data.message.chat_type === "p2p") {
      await client.im.message.reply({
        path: { message_id: data.message.message_id },
        data: { msg_type: "text", content: data.message.content },
      });
    }
  };
  await socket.start({
    eventDispatcher: new lark.EventDispatcher({ logger: quiet }).register({
      "im.message.receive_v1": received,
      "card.action.trigger": (data) => {
        presses.push(data);
        return { toast: { type: "success", content: "done" } };
      },
    }),
  });
  await fakes.talk("feishu", "hello");
  first = events[0].message;
  chat = first.chat_id;
});

after(async () => {
  socket?.close({ force: true });
  await fakes?.close();
});

const send = (msg_type, content) =>
  client.im.message.create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: chat, msg_type, content: JSON.stringify(content) },
  });

async function ok(call) {
  const answer = await call;
  assert.equal(answer.code, 0, JSON.stringify(answer));
  return answer.data;
}

async function refused(call, ...codes) {
  const answer = await call.catch((error) => error.response?.data ?? { code: String(error) });
  assert.ok(codes.includes(answer.code), JSON.stringify(answer));
}

describe("long connection", () => {
  it("each event is answered and acknowledged once", async () => {
    await fakes.talk("feishu", "two");
    const texts = (await fakes.heard("feishu")).map((message) => message.text);
    assert.deepEqual(texts, ["hello", "two"]);
    await until(async () => (await fakes.act("feishu", "events", {})).pending === 0, "acks");
    assert.deepEqual(errors, []);
  });
  it("pings are answered", async () => {
    const { clients } = await fakes.act("feishu", "clients", {});
    assert.equal(clients[0].malformed, 0);
    assert.ok(clients[0].pings > 0);
  });
});

describe("messages", () => {
  it("text, post, card", async () => {
    await ok(send("text", { text: "text" }));
    await ok(send("post", { zh_cn: { title: "", content: [[{ tag: "md", text: "**bold**" }]] } }));
    const elements = [{ tag: "markdown", content: "**bold**" }];
    const card = await ok(send("interactive", { schema: "2.0", body: { elements } }));
    await ok(client.im.message.patch({
      path: { message_id: card.message_id },
      data: { content: JSON.stringify({ schema: "2.0", body: { elements: [] } }) },
    }));
  });
  it("reply, in a thread too, update, get, delete", async () => {
    const content = JSON.stringify({ text: "thread" });
    const reply = await ok(client.im.message.reply({
      path: { message_id: first.message_id },
      data: { msg_type: "text", content, reply_in_thread: true },
    }));
    assert.ok(reply.thread_id);
    const path = { message_id: (await ok(send("text", { text: "before" }))).message_id };
    await ok(client.im.message.update({
      path, data: { msg_type: "text", content: JSON.stringify({ text: "after" }) },
    }));
    const { items } = await ok(client.im.message.get({ path }));
    assert.equal(JSON.parse(items[0].body.content).text, "after");
    await ok(client.im.message.delete({ path }));
  });
  it("reactions", async () => {
    const path = { message_id: first.message_id };
    const add = (emoji_type) =>
      client.im.messageReaction.create({ path, data: { reaction_type: { emoji_type } } });
    const { reaction_id } = await ok(add("Typing"));
    await ok(client.im.messageReaction.delete({ path: { ...path, reaction_id } }));
    await refused(add("NoSuchEmoji"), 231001);
  });
  it("other kinds of ids", async () => {
    const { sender_id } = events[0].sender;
    for (const [kind, receive_id] of Object.entries(sender_id)) {
      if (!receive_id) continue;
      await ok(client.im.message.create({
        params: { receive_id_type: kind },
        data: { receive_id, msg_type: "text", content: JSON.stringify({ text: kind }) },
      }));
    }
  });
  it("forward, list, chats", async () => {
    await ok(client.im.message.forward({
      path: { message_id: first.message_id },
      params: { receive_id_type: "chat_id" },
      data: { receive_id: chat },
    }));
    const { items } = await ok(client.im.message.list({
      params: { container_id_type: "chat", container_id: chat },
    }));
    assert.ok(items.length > 0);
    await ok(client.im.chat.get({ path: { chat_id: chat } }));
  });
  it("too long is refused with its code", async () => {
    await refused(send("text", { text: "x".repeat(200_000) }), 230025);
  });
});

describe("what people do", () => {
  it("a pressed button is acknowledged", async () => {
    const value = { key: "yes" };
    await ok(send("interactive", {
      schema: "2.0",
      body: { elements: [{ tag: "button", text: { tag: "plain_text", content: "Yes" }, value }] },
    }));
    await fakes.act("feishu", "press", { user: "mama", value });
    const press = await until(() => presses[0], "the press");
    assert.deepEqual(press.action.value, value);
    await until(async () => (await fakes.act("feishu", "events", {})).pending === 0, "acks");
    assert.equal(presses.length, 1);
  });
  it("messages of other types", async () => {
    const content = JSON.stringify({ name: "Café", longitude: "13.4", latitude: "52.5" });
    await fakes.act("feishu", "send", { user: "mama", type: "location", content });
    const event = await until(
      () => events.find(({ message }) => message.message_type === "location"), "the location");
    assert.equal(JSON.parse(event.message.content).name, "Café");
  });
});

describe("files", () => {
  it("an image from memory, without a file name, and back", async () => {
    const data = { image_type: "message", image: PNG };
    const { image_key } = await client.im.image.create({ data });
    await ok(send("image", { image_key }));
    const loaded = await client.im.image.get({ path: { image_key } });
    const chunks = [];
    for await (const chunk of loaded.getReadableStream()) chunks.push(chunk);
    assert.deepEqual(Buffer.concat(chunks), PNG);
  });
  it("a file from memory and one from a stream", async () => {
    for (const file of [PNG, Readable.from([PNG])]) {
      const data = { file_type: "pdf", file_name: "Bericht für Ä.pdf", file };
      const { file_key } = await client.im.file.create({ data });
      await ok(send("file", { file_key }));
    }
    const heard = (await fakes.heard("feishu")).flatMap((message) => message.files);
    assert.equal(heard.at(-1).name, "Bericht für Ä.pdf");
  });
});

describe("errors", () => {
  it("what does not exist is refused in JSON", async () => {
    const path = { message_id: "om_00000000000000000000000000000000" };
    await refused(client.im.message.get({ path }), 230011, 230110, 230001, 99992354);
    await refused(
      client.request({ method: "GET", url: "/open-apis/im/v1/no_such_thing" }), 99991404, 404);
  });
  it("a user who has left", async () => {
    await fakes.act("feishu", "block", { user: "mama" });
    await refused(send("text", { text: "hello?" }), 230013, 230029, 230006, 230002);
    await fakes.act("feishu", "unblock", { user: "mama" });
  });
});
