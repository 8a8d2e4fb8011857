// node-telegram-bot-api against the fake Telegram.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import {
  Bot, InlineKeyboardBuilder, InputFile, MediaGroupBuilder, TelegramApiError,
} from "node-telegram-bot-api";
import { PNG, startFakes, until } from "./fakes.mjs";

let fakes;
let bot;
let api;
let chat_id;
let polling;
const updates = [];

before(async () => {
  fakes = await startFakes("telegram");
  bot = new Bot(fakes.setting("telegram", "token"), {
    apiRoot: fakes.setting("telegram", "base_url"),
  });
  api = bot.api;
  bot.use(async (context, next) => {
    updates.push(context.update);
    await next();
  });
  bot.on("message", (context) => context.reply(`echo ${context.message.text}`));
  polling = bot.startPolling();
  await fakes.talk("telegram", "hello");
  chat_id = updates[0].message.chat.id;
});

after(async () => {
  await bot?.stop();
  await polling;
  await fakes?.close();
});

it("polls and answers each message once", async () => {
  await fakes.talk("telegram", "two");
  const texts = (await fakes.heard("telegram")).map((message) => message.text);
  assert.deepEqual(texts, ["echo hello", "echo two"]);
});

it("uploads bytes with the name that it gives", async () => {
  const document = new InputFile(PNG, { filename: "Bericht für Ä.pdf" });
  const sent = await api.sendDocument({ chat_id, document, caption: "here" });
  assert.equal(sent.document.file_name, "Bericht für Ä.pdf");
  assert.equal(sent.caption, "here");
});

it("sends an album", async () => {
  const media = new MediaGroupBuilder()
    .photo({ media: new InputFile(PNG, { filename: "a.png" }), caption: "A" })
    .photo({ media: new InputFile(PNG, { filename: "b.png" }) })
    .build();
  const sent = await api.sendMediaGroup({ chat_id, media });
  assert.deepEqual(sent.map((message) => message.caption), ["A", undefined]);
});

it("edits what it sent, with a keyboard", async () => {
  const reply_markup = new InlineKeyboardBuilder().text("Yes", "yes").build();
  const sent = await api.sendMessage({ chat_id, text: "?", reply_markup });
  assert.equal(sent.reply_markup?.inline_keyboard[0][0].callback_data, "yes");
  const edited = await api.editMessageText({ chat_id, message_id: sent.message_id, text: "!" });
  assert.equal(edited.text, "!");
});

it("reads errors with their parameters", async () => {
  await assert.rejects(api.sendMessage({ chat_id, text: "" }), (error) => {
    assert.ok(error instanceof TelegramApiError, String(error));
    assert.equal(error.errorCode, 400);
    return true;
  });
  await fakes.act("telegram", "group-say", { group: "Family", user: "mama", text: "here" });
  const group = await until(
    () => updates.find((update) => update.message?.text === "here"), "the group's message");
  const { chat_id: moved } = await fakes.act("telegram", "upgrade", { group: "Family" });
  await assert.rejects(
    api.sendMessage({ chat_id: group.message.chat.id, text: "moved?" }),
    (error) => error.migrateToChatId === Number(moved));
});

it("waits as long as a 429 says", async () => {
  const body = {
    ok: false, error_code: 429, description: "Too Many Requests: retry after 1",
    parameters: { retry_after: 1 },
  };
  await fakes.act("telegram", "faults", {
    fault: `status=429:${JSON.stringify(body)}`, path: "/bot*/sendMessage", times: 1,
  });
  assert.equal((await api.sendMessage({ chat_id, text: "again" })).text, "again");
});
