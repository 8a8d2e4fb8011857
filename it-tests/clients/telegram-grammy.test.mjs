// grammy against the fake Telegram.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Bot, GrammyError, InlineKeyboard, InputFile, InputMediaBuilder } from "grammy";
import { PNG, startFakes, until } from "./fakes.mjs";

let fakes;
let bot;
let api;
let chat;
let group;
const updates = [];

const file = (name) => new InputFile(PNG, name);

before(async () => {
  fakes = await startFakes("telegram");
  bot = new Bot(fakes.setting("telegram", "token"), {
    client: { apiRoot: fakes.setting("telegram", "base_url") },
  });
  api = bot.api;
  bot.use(async (context, next) => {
    updates.push(context.update);
    await next();
  });
  bot.on("message:text", (context) =>
    context.chat.type === "private" ? context.reply(`echo ${context.msg.text}`) : undefined);
  bot.catch((error) => updates.push({ error }));
  void bot.start();
  await fakes.talk("telegram", "hello");
  chat = updates.find((update) => update.message?.text === "hello").message.chat.id;
  await fakes.act("telegram", "group-say", { group: "Family", user: "mama", text: "here" });
  group = (await until(() => updates.find((update) => update.message?.text === "here"), "group"))
    .message.chat.id;
});

after(async () => {
  await bot?.stop();
  await fakes?.close();
});

async function refused(code, description, call) {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof GrammyError, String(error));
    assert.equal(error.error_code, code);
    assert.match(error.description, description);
    return true;
  });
}

describe("polling", () => {
  it("answers each message once", async () => {
    await fakes.talk("telegram", "two");
    await fakes.talk("telegram", "three");
    const texts = (await fakes.heard("telegram")).map((message) => message.text);
    assert.deepEqual(texts, ["echo hello", "echo two", "echo three"]);
  });
});

describe("what is sent comes back as a message of its kind", () => {
  const kinds = {
    text: () => api.sendMessage(chat, "text"),
    photo: () => api.sendPhoto(chat, file("Über.png"), { caption: "c" }),
    document: () => api.sendDocument(chat, file("Über.pdf")),
    audio: () => api.sendAudio(chat, file("a.mp3")),
    voice: () => api.sendVoice(chat, file("a.ogg")),
    video: () => api.sendVideo(chat, file("a.mp4")),
    animation: () => api.sendAnimation(chat, file("a.gif")),
    video_note: () => api.sendVideoNote(chat, file("a.mp4")),
    sticker: () => api.sendSticker(chat, file("a.webp")),
    location: () => api.sendLocation(chat, 52.5, 13.4),
    venue: () => api.sendVenue(chat, 52.5, 13.4, "Café", "Street 1"),
    contact: () => api.sendContact(chat, "+491234", "Anna"),
    poll: () => api.sendPoll(chat, "Tea?", [{ text: "yes" }, { text: "no" }]),
    dice: () => api.sendDice(chat, "🎲"),
  };
  for (const [kind, send] of Object.entries(kinds)) {
    it(kind, async () => {
      const message = await send();
      assert.equal(message.chat.id, chat);
      assert.ok(message[kind] !== undefined, `${kind} is missing: ${JSON.stringify(message)}`);
    });
  }
  it("media group", async () => {
    const messages = await api.sendMediaGroup(chat, [
      InputMediaBuilder.photo(file("1.png"), { caption: "one" }),
      InputMediaBuilder.photo(file("2.png")),
    ]);
    assert.equal(messages.length, 2);
    assert.equal(messages[0].caption, "one");
    assert.ok(messages[0].media_group_id);
    assert.equal(messages[0].media_group_id, messages[1].media_group_id);
  });
  it("photo by address", async () => {
    assert.ok((await api.sendPhoto(chat, "https://example.org/a.png")).photo);
  });
  it("photo by file_id", async () => {
    const sent = await api.sendPhoto(chat, file("a.png"));
    assert.ok((await api.sendPhoto(chat, sent.photo.at(-1).file_id)).photo);
  });
  it("rich message", async () => {
    const markdown = "# Title\n\n**bold**";
    const message = await api.raw.sendRichMessage({ chat_id: chat, rich_message: { markdown } });
    assert.equal(message.chat.id, chat);
  });
});

describe("messages carry what was sent with them", () => {
  it("entities of HTML", async () => {
    const message = await api.sendMessage(chat, "<b>bold</b> & more".replace("&", "&amp;"), {
      parse_mode: "HTML",
    });
    assert.equal(message.text, "bold & more");
    assert.deepEqual(message.entities, [{ type: "bold", offset: 0, length: 4 }]);
  });
  it("inline keyboard", async () => {
    const keyboard = new InlineKeyboard().text("Yes", "yes");
    const message = await api.sendMessage(chat, "?", { reply_markup: keyboard });
    assert.deepEqual(message.reply_markup?.inline_keyboard, [[{ text: "Yes", callback_data: "yes" }]]);
  });
  it("reply", async () => {
    const first = await api.sendMessage(chat, "first");
    const second = await api.sendMessage(chat, "second", {
      reply_parameters: { message_id: first.message_id },
    });
    assert.equal(second.reply_to_message?.message_id, first.message_id);
  });
});

describe("messages are changed", () => {
  it("text and keyboard are edited", async () => {
    const sent = await api.sendMessage(chat, "before");
    const edited = await api.editMessageText(chat, sent.message_id, "after");
    assert.equal(edited.text, "after");
    assert.ok(edited.edit_date);
    await refused(400, /message is not modified/, () =>
      api.editMessageText(chat, sent.message_id, "after"));
    await api.editMessageReplyMarkup(chat, sent.message_id, {
      reply_markup: new InlineKeyboard().text("Yes", "yes"),
    });
    assert.equal(await api.deleteMessage(chat, sent.message_id), true);
    await refused(400, /message to edit not found/, () =>
      api.editMessageText(chat, sent.message_id, "late"));
    await refused(400, /message to delete not found/, () =>
      api.deleteMessage(chat, sent.message_id));
  });
  it("forwarded, copied, pinned, unpinned", async () => {
    const sent = await api.sendMessage(chat, "wander");
    const forwarded = await api.forwardMessage(chat, chat, sent.message_id);
    assert.equal(forwarded.text, "wander");
    assert.ok(forwarded.forward_origin);
    assert.ok((await api.copyMessage(chat, chat, sent.message_id)).message_id > sent.message_id);
    assert.equal(await api.pinChatMessage(chat, sent.message_id), true);
    assert.equal(await api.unpinChatMessage(chat, sent.message_id), true);
  });
  it("reactions", async () => {
    const sent = await api.sendMessage(chat, "react");
    assert.equal(
      await api.setMessageReaction(chat, sent.message_id, [{ type: "emoji", emoji: "👍" }]), true);
    await refused(400, /REACTION_INVALID/, () =>
      api.setMessageReaction(chat, sent.message_id, [{ type: "emoji", emoji: "bogus" }]));
  });
  it("drafts", async () => {
    assert.equal(await api.raw.sendMessageDraft({ chat_id: chat, draft_id: 1, text: "gro" }), true);
  });
});

describe("the bot and its chats", () => {
  it("commands", async () => {
    await api.setMyCommands([{ command: "new", description: "Start over" }]);
    assert.deepEqual(await api.getMyCommands(), [{ command: "new", description: "Start over" }]);
    await api.deleteMyCommands();
    assert.deepEqual(await api.getMyCommands(), []);
    assert.equal(await api.setMyShortDescription("short"), true);
  });
  it("chats and their members", async () => {
    assert.equal((await api.getChat(group)).title, "Family");
    const me = await api.getMe();
    assert.equal((await api.getChatMember(group, me.id)).user.id, me.id);
    assert.ok(Array.isArray(await api.getChatAdministrators(group)));
  });
  it("chat action", async () => {
    assert.equal(await api.sendChatAction(chat, "typing"), true);
  });
  it("files come back as they were sent", async () => {
    const sent = await api.sendDocument(chat, file("Über.bin"));
    assert.equal(sent.document.file_name, "Über.bin");
    const { file_path } = await api.getFile(sent.document.file_id);
    const root = fakes.setting("telegram", "base_url");
    const loaded = await fetch(`${root}/file/bot${fakes.setting("telegram", "token")}/${file_path}`);
    assert.deepEqual(Buffer.from(await loaded.arrayBuffer()), PNG);
  });
  it("a callback query that does not exist", async () => {
    await refused(400, /query is too old|QUERY_ID_INVALID|query ID is invalid/, () =>
      api.answerCallbackQuery("1"));
  });
});

describe("what people do arrives as grammy knows it", () => {
  const kinds = [
    "text", "photo", "document", "voice", "audio", "video", "video_note", "animation", "sticker",
    "location", "venue", "contact", "poll", "dice", "rich_message",
  ];
  const next = async (act, wanted) => {
    const before = updates.length;
    await act();
    return until(() => updates.slice(before).find(wanted), "the update");
  };
  const does = (action, more) => fakes.act("telegram", action, { user: "papa", text: "words", ...more });
  for (const kind of kinds) {
    it(kind, async () => {
      const { message } = await next(() => does("send", { kind }), (update) => update.message);
      assert.ok(message[kind] !== undefined, JSON.stringify(message));
      assert.equal(message.from.is_bot, false);
    });
  }
  it("an album is several messages of one group", async () => {
    const before = updates.length;
    await does("album", { count: 3, caption: "all" });
    const parts = await until(() => {
      const found = updates.slice(before).filter((update) => update.message?.media_group_id);
      return found.length === 3 && found;
    }, "three photos");
    assert.equal(new Set(parts.map(({ message }) => message.media_group_id)).size, 1);
    assert.deepEqual(
      parts.map(({ message }) => message.caption), ["all", undefined, undefined]);
  });
  it("an edit, a reply, a quote, a forward", async () => {
    const { message } = await next(
      () => does("send", { kind: "text", text: "first words" }), (update) => update.message);
    const { message_id } = message;
    const { edited_message } = await next(
      () => does("edit", { message_id, text: "second words" }), (update) => update.edited_message);
    assert.equal(edited_message.message_id, message_id);
    assert.equal(edited_message.text, "second words");
    const reply = await next(
      () => does("reply", { message_id, text: "yes" }), (update) => update.message);
    assert.equal(reply.message.reply_to_message.message_id, message_id);
    const quote = await next(
      () => does("quote", { message_id, part: "words", text: "which?" }),
      (update) => update.message);
    assert.equal(quote.message.quote.text, "words");
    const forward = await next(
      () => does("forward", { author: "Aunt", text: "news" }), (update) => update.message);
    assert.ok(forward.message.forward_origin);
  });
  it("a pressed button is answered once", async () => {
    const { message } = await next(
      () => does("send", { kind: "text", text: "buttons?" }), (update) => update.message);
    const papa = message.chat.id;
    await api.sendMessage(papa, "?", { reply_markup: new InlineKeyboard().text("Yes", "yes") });
    const { callback_query } = await next(
      () => does("press", { data: "yes" }), (update) => update.callback_query);
    assert.equal(callback_query.data, "yes");
    assert.equal(await api.answerCallbackQuery(callback_query.id, { text: "done" }), true);
    assert.equal((await fakes.act("telegram", "callbacks", {}))[callback_query.id], "done");
  });
  it("a mention in a group is an entity", async () => {
    const me = await api.getMe();
    const { message } = await next(
      () => does("group-say", { group: "Family", text: `what now, @${me.username}?` }),
      (update) => update.message);
    const mention = message.entities?.find((entity) => entity.type === "mention");
    assert.equal(mention?.offset, 10);
  });
});

describe("errors", () => {
  it("empty and too long texts", async () => {
    await refused(400, /message text is empty/, () => api.sendMessage(chat, ""));
    await refused(400, /message is too long/, () => api.sendMessage(chat, "x".repeat(4097)));
    assert.ok(await api.sendMessage(chat, "x".repeat(4096)));
  });
  it("markup that cannot be parsed", async () => {
    await refused(400, /can't parse entities/, () =>
      api.sendMessage(chat, "*open", { parse_mode: "MarkdownV2" }));
    await refused(400, /can't parse entities/, () =>
      api.sendMessage(chat, "<b>open", { parse_mode: "HTML" }));
  });
  it("a chat that does not exist", async () => {
    await refused(400, /chat not found/, () => api.sendMessage(1, "anybody?"));
  });
  it("a user who blocks the bot", async () => {
    await fakes.act("telegram", "block", { user: "mama" });
    await refused(403, /blocked by the user/, () => api.sendMessage(chat, "hello?"));
    await fakes.act("telegram", "unblock", { user: "mama" });
  });
  it("a group that became a supergroup, and one that the bot has to leave", async () => {
    const { chat_id } = await fakes.act("telegram", "upgrade", { group: "Family" });
    await assert.rejects(api.sendMessage(group, "moved?"), (error) => {
      assert.equal(error.error_code, 400);
      assert.equal(error.parameters.migrate_to_chat_id, Number(chat_id));
      return true;
    });
    await until(() => updates.find((update) => update.message?.migrate_to_chat_id), "migrate_to");
    await fakes.act("telegram", "kick", { group: "Family" });
    await refused(403, /kicked/, () => api.sendMessage(Number(chat_id), "out?"));
  });
});
