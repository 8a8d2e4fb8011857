package dev.gateway.core.message.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.platform.Attachment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real child processes: small shell programs that speak the protocol, or fail to. */
class ProcessHandlerTest {

    /** A program that reads lines and sets {@code id} of each. */
    private static final String EACH =
            "while read -r line; do id=${line#*'\"id\":\"'}; id=${id%%'\"'*}; ";

    private static final String ANSWER =
            "echo '{\"id\":\"'$id'\",\"text\":\"hi\",\"done\":true}'; ";

    @TempDir Path home;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private ProcessHandler handler;

    @AfterEach
    void close() throws InterruptedException {
        workers.shutdownNow();
        workers.awaitTermination(60, TimeUnit.SECONDS);
        if (handler != null) {
            handler.close();
        }
    }

    @Test
    void answersWithWhatTheProgramSays() throws Exception {
        program(EACH + ANSWER + "done");

        assertThat(ask("1")).containsExactly(Answer.of("hi"));
        assertThat(ask("2")).containsExactly(Answer.of("hi"));
    }

    @Test
    void aWarmUpStartsTheProgramBeforeTheFirstMessageAndOnlyOnce() throws Exception {
        program("echo started >> starts; " + EACH + ANSWER + "done");

        handler.warmUp();
        Path starts = home.resolve("starts");
        await().until(() -> Files.exists(starts));
        assertThat(ask("1")).containsExactly(Answer.of("hi"));
        handler.warmUp();
        assertThat(ask("2")).containsExactly(Answer.of("hi"));
        assertThat(starts).content().isEqualTo("started\n");
    }

    @Test
    void tellsTheProgramEverythingAboutTheMessage() throws Exception {
        program(EACH + "printf '%s\\n' \"$line\" >> seen; " + ANSWER + "done");
        var picture =
                new Attachment(
                        Attachment.Kind.IMAGE, "p.png", "image/png", home.resolve("p.png"), 3);

        handler.handle(RequestFixtures.request("7", "line one\nline \"two\" 世界", picture));

        List<String> seen = Files.readAllLines(home.resolve("seen"));
        assertThat(seen).hasSize(1);
        JsonNode json = MessageJson.MAPPER.readTree(seen.get(0));
        assertThat(json.get("id").textValue()).isEqualTo("7");
        assertThat(json.get("platform").textValue()).isEqualTo("family");
        assertThat(json.get("conversation").textValue()).isEqualTo("chat");
        assertThat(json.get("sender").textValue()).isEqualTo("anna");
        assertThat(json.get("direct").booleanValue()).isTrue();
        assertThat(json.get("text").textValue()).isEqualTo("line one\nline \"two\" 世界");
        assertThat(json.get("sent_at").textValue()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(json.get("attempt").intValue()).isEqualTo(1);
        JsonNode attachment = json.get("attachments").get(0);
        assertThat(attachment.get("kind").textValue()).isEqualTo("image");
        assertThat(attachment.get("path").textValue()).isEqualTo(home.resolve("p.png").toString());
        assertThat(json.toString()).doesNotContain("reply context");
    }

    @Test
    void takesSeveralAnswersUntilDone() throws Exception {
        Path file = Files.writeString(home.resolve("report.pdf"), "pdf");
        program(
                EACH
                        + "echo '{\"id\":\"'$id'\",\"text\":\"one\"}';"
                        + "echo '{\"id\":\"'$id'\",\"text\":\"two\",\"attachments\":[{\"path\":\""
                        + file
                        + "\",\"media_type\":\"application/pdf\"}]}';"
                        + "echo '{\"id\":\"'$id'\",\"done\":true}'; done");

        List<Answer> answers = ask("1");

        assertThat(answers).extracting(Answer::text).containsExactly("one", "two");
        assertThat(answers.get(1).attachments())
                .containsExactly(
                        new Attachment(
                                Attachment.Kind.FILE, "report.pdf", "application/pdf", file, 3));
    }

    @Test
    void aFileWithoutATypeIsWhatItsNameSays() throws Exception {
        Path picture = Files.writeString(home.resolve("cat.png"), "png");
        Path unknown = Files.writeString(home.resolve("cat.xyz1"), "cat");
        program(
                EACH
                        + "echo '{\"id\":\"'$id'\",\"done\":true,\"attachments\":[{\"path\":\""
                        + picture
                        + "\"},{\"path\":\""
                        + unknown
                        + "\"}]}'; done");

        assertThat(ask("1").get(0).attachments())
                .extracting(Attachment::kind)
                .containsExactly(Attachment.Kind.IMAGE, Attachment.Kind.FILE);
    }

    @Test
    void anAnswerMayNameItsFormat() throws Exception {
        program(
                EACH
                        + "echo '{\"id\":\"'$id'\",\"text\":\"1\",\"format\":\"markdown\"}';"
                        + "echo '{\"id\":\"'$id'\",\"text\":\"2\",\"format\":\"plain\"}';"
                        + "echo '{\"id\":\"'$id'\",\"text\":\"3\",\"format\":null,"
                        + "\"done\":true}'; done");

        assertThat(ask("1"))
                .extracting(Answer::format)
                .containsExactly(
                        Optional.of(TextFormat.MARKDOWN),
                        Optional.of(TextFormat.PLAIN),
                        Optional.empty());
    }

    @Test
    void asksSeveralThingsAtOnceAndTakesTheAnswersInAnyOrder() throws Exception {
        program(
                "read -r a; read -r b;"
                        + "echo '{\"id\":\"2\",\"text\":\"second\",\"done\":true}';"
                        + "echo '{\"id\":\"1\",\"text\":\"first\",\"done\":true}'; cat >&2");

        Future<List<Answer>> first = workers.submit(() -> ask("1"));
        Future<List<Answer>> second = workers.submit(() -> ask("2"));

        assertThat(first.get(60, TimeUnit.SECONDS)).containsExactly(Answer.of("first"));
        assertThat(second.get(60, TimeUnit.SECONDS)).containsExactly(Answer.of("second"));
    }

    @Test
    void ignoresGarbageAndAnswersToNobody() throws Exception {
        program(
                EACH
                        + "echo 'hello world'; echo '{\"no\":\"id\"}'; echo '[]'; echo;"
                        + "echo '{\"id\":\"other\",\"text\":\"?\",\"done\":true}'; "
                        + ANSWER
                        + "done");

        assertThat(ask("1")).containsExactly(Answer.of("hi"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"answer\":\"hi\",\"done\":true",
                "\"text\":{\"a\":1},\"done\":true",
                "\"text\":7,\"done\":true",
                "\"text\":\"hi\",\"format\":\"html\",\"done\":true",
                "\"text\":\"hi\",\"format\":[1],\"done\":true",
                "\"text\":\"hi\",\"done\":\"yes\"",
                "\"attachments\":\"x\",\"done\":true",
                "\"text\":\"hi\",\"done\":true,",
                "\"text\":\"hi"
            })
    void aLineToAMessageThatIsNotUnderstoodFailsIt(String rest) throws Exception {
        Files.writeString(home.resolve("rest"), rest);
        program(EACH + "printf '{\"id\":\"%s\",%s}\\n' \"$id\" \"$(cat rest)\"; done");

        assertThatThrownBy(() -> ask("1")).isInstanceOf(HandlerException.class);
    }

    @Test
    void silenceIsSaidByDoneAlone() throws Exception {
        program(EACH + "echo '{\"id\":\"'$id'\",\"done\":true}'; done");

        assertThat(ask("1")).isEmpty();
    }

    @Test
    void aTextBeyondTheLimitFailsItsMessageAndTheProgramGoesOn() throws Exception {
        program(
                EACH
                        + "if [ $id = 1 ]; then printf '{\"id\":\"1\",\"text\":\"'; head -c 7000000 /dev/zero"
                        + " | tr '\\000' x; echo '\",\"done\":true}'; else "
                        + ANSWER
                        + "fi; done");

        assertThatThrownBy(() -> ask("1")).hasMessageContaining("256 KiB");
        assertThat(ask("2")).containsExactly(Answer.of("hi"));
    }

    @Test
    void theLastLineOfItsErrorsIsTheReason() throws Exception {
        program("read -r line; echo first >&2; echo 'no model here' >&2; exit 3");

        assertThatThrownBy(() -> ask("1")).hasMessageContaining("status 3: no model here");
    }

    @Test
    void anErrorOfTheProgramFailsTheMessageWithItsWords() throws Exception {
        program(EACH + "echo '{\"id\":\"'$id'\",\"error\":\"no idea\"}'; done");

        assertThatThrownBy(() -> ask("1"))
                .isInstanceOf(HandlerException.class)
                .hasMessage("the handler says: no idea");
    }

    @Test
    void aProgramThatDiesFailsTheMessageAndIsStartedAgain() throws Exception {
        program("read -r line; if [ ! -e died ]; then touch died; exit 3; fi; id=2; " + ANSWER);

        assertThatThrownBy(() -> ask("1"))
                .isInstanceOf(HandlerException.class)
                .hasMessage("the handler process did not answer: it ended with status 3");
        assertThat(ask("2")).containsExactly(Answer.of("hi"));
    }

    @Test
    void aProgramThatDiesWhileItsChildHoldsTheOutputOpenIsNoticed() throws Exception {
        program("read -r line; sleep 600 & echo $! > child; exit 4");
        try {
            assertThatThrownBy(() -> ask("1")).hasMessageContaining("it ended with status 4");
        } finally {
            process("child").destroyForcibly();
        }
    }

    @Test
    void aProgramThatClosesItsOutputAndGoesOnIsKilled() throws Exception {
        program("read -r line; exec >&-; sleep 600");

        assertThatThrownBy(() -> ask("1")).hasMessageContaining("it closed its output");
    }

    @Test
    void aProgramThatCannotBeStartedIsNamed() throws Exception {
        handler =
                new ProcessHandler(
                        List.of("/nowhere/bot"), home, List.of(), new AnswerJson(home, true));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> ask("1"))
                    .isInstanceOf(HandlerException.class)
                    .hasMessageContaining("/nowhere/bot");
        }
    }

    @Test
    void aHungProgramIsKilledWhenTheTimeOfAMessageIsOver() throws Exception {
        program(
                "if [ -e hung ]; then "
                        + EACH
                        + ANSWER
                        + "done; fi; touch hung; read -r line; trap '' TERM; sleep 600");
        Future<List<Answer>> hung = workers.submit(() -> ask("1"));
        await().until(() -> Files.exists(home.resolve("hung")));

        hung.cancel(true);

        // A message sent before its end fails with it, and is retried like any failure.
        await().ignoreExceptionsInstanceOf(HandlerException.class)
                .until(() -> ask("2").equals(List.of(Answer.of("hi"))));
    }

    @Test
    void aProgramThatDoesNotReadIsKilledToo() throws Exception {
        program("if [ -e hung ]; then " + EACH + ANSWER + "done; fi; touch hung; sleep 600");
        Future<List<Answer>> hung =
                workers.submit(
                        () -> handler.handle(RequestFixtures.request("1", "x".repeat(1_000_000))));
        await().until(() -> Files.exists(home.resolve("hung")));

        hung.cancel(true);

        // A message sent before its end fails with it, and is retried like any failure.
        await().ignoreExceptionsInstanceOf(HandlerException.class)
                .until(() -> ask("2").equals(List.of(Answer.of("hi"))));
    }

    @Test
    void aProgramThatFloodsItsOutputIsKilled() throws Exception {
        program("read -r line; yes garbage");

        assertThatThrownBy(() -> ask("1"))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("floods its output");
    }

    @Test
    void aProgramThatNeverEndsALineIsKilled() throws Exception {
        program("read -r line; yes | tr -d '\\n' | head -c 20000000; echo; sleep 600");

        assertThatThrownBy(() -> ask("1"))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("a line of more than");
    }

    @Test
    void aProgramThatAnswersWithoutEndIsKilled() throws Exception {
        program(EACH + "yes '{\"id\":\"'$id'\",\"text\":\"more\"}'; done");

        assertThatThrownBy(() -> ask("1"))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("too many answers");
    }

    @Test
    void aProgramThatFloodsStderrStillAnswers() throws Exception {
        program("yes oops 2>/dev/null | head -n 200000 >&2; " + EACH + ANSWER + "done");

        assertThat(ask("1")).containsExactly(Answer.of("hi"));
    }

    @Test
    void aFileThatIsNotThereFailsTheMessage() throws Exception {
        program(
                EACH
                        + "echo '{\"id\":\"'$id'\",\"attachments\":[{\"path\":\"/nowhere/x\"}],"
                        + "\"done\":true}'; done");

        assertThatThrownBy(() -> ask("1"))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("/nowhere/x");
    }

    @Test
    void stoppingEndsTheProgramByEndOfInput() throws Exception {
        program(EACH + ANSWER + "done; touch ended");
        ask("1");

        handler.close();

        assertThat(home.resolve("ended")).exists();
        assertThatThrownBy(() -> ask("2")).hasMessage("the gateway stops");
    }

    @Test
    void stoppingKillsAProgramThatIgnoresEverythingAndItsChildren() throws Exception {
        program(
                "trap '' TERM; (trap '' TERM; echo $$ > parent; sleep 600) & echo $! > child;"
                        + EACH
                        + ANSWER
                        + "done; sleep 600");
        ask("1");
        await().until(() -> Files.exists(home.resolve("child")));
        ProcessHandle child = process("child");

        long started = System.nanoTime();
        handler.close();

        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isLessThan(Duration.ofSeconds(20));
        await().atMost(Duration.ofSeconds(30)).until(() -> !child.isAlive());
        assertThat(child.descendants()).isEmpty();
    }

    @Test
    void stoppingWakesWhoeverWaits() throws Exception {
        program("cat > /dev/null");
        Future<List<Answer>> waiting = workers.submit(() -> ask("1"));
        await().until(() -> threads("handler-stdout").size() == 1);

        handler.close();

        assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                .hasMessageContaining("the gateway stops");
        await().until(() -> threads("handler-").isEmpty());
    }

    @Test
    void theProgramGetsNoneOfOurFiles() throws Exception {
        try (FileChannel ours =
                        FileChannel.open(
                                home.resolve("gateway.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = ours.lock()) {
            assertThat(lock.isValid()).isTrue();
            program("ls -l /proc/$$/fd > files; " + EACH + ANSWER + "done");
            ask("1");

            assertThat(Files.readString(home.resolve("files")))
                    .contains("pipe:")
                    .doesNotContain("gateway.lock");
        }
    }

    private void program(String script) {
        handler =
                new ProcessHandler(
                        List.of("/bin/sh", "-c", script),
                        home,
                        List.of(),
                        new AnswerJson(home, true));
    }

    private List<Answer> ask(String id) throws HandlerException, InterruptedException {
        return handler.handle(RequestFixtures.request(id, "hello"));
    }

    private ProcessHandle process(String file) throws IOException {
        long pid = Long.parseLong(Files.readString(home.resolve(file)).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
