package dev.gateway.it.mutants;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.core.event.EventType;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRegistry;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.telegram.TelegramUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A check of one gateway, one platform, a user who writes, and an obstacle on the way of the
 * message.
 */
abstract class PlatformDefectCheck implements DefectCheck {

    static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The time to wait for an event that a mutation prevents, after its successor has occurred. */
    private static final Duration GRACE = Duration.ofSeconds(4);

    private final String name;

    PlatformDefectCheck(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> detectDefect(GatewayUnderTest underTest, Path folder) throws Exception {
        try (ProcessScope scope = ProcessScope.open();
                FakeTelegram telegram = FakeTelegram.start()) {
            ObservedHome home = ObservedHome.create(folder);
            GatewayCommandLine gateway =
                    GatewayCommandLine.of(scope, underTest.launcher()).withHome(home);
            try {
                return detect(new Environment(underTest, home, gateway, telegram));
            } catch (ExpectationFailedException | TimeoutException e) {
                throw new IllegalStateException(
                        "%s, in %s: %s%nstate: %s%nevents: %s%nlog:%n%s"
                                .formatted(
                                        name,
                                        folder.getFileName(),
                                        e.getMessage(),
                                        home.state(),
                                        home.events(),
                                        String.join("\n", home.log())),
                        e);
            }
        }
    }

    abstract Optional<String> detect(Environment environment) throws Exception;

    /** The objects of one check. */
    record Environment(
            GatewayUnderTest underTest,
            ObservedHome home,
            GatewayCommandLine gateway,
            FakeTelegram telegram) {

        RunningProcess run(HomeConfig config) throws InterruptedException {
            home.write(config.with("family", telegram));
            RunningProcess process = gateway.start("run");
            home.awaitState("running", TIMEOUT);
            return process;
        }

        /**
         * Checks that the user is answered; another user, who has written later, has to be answered
         * first.
         */
        Optional<String> answered(TelegramUser first) throws InterruptedException {
            try {
                telegram.user("papa").says("two").awaitAnswer(TIMEOUT);
            } catch (TimeoutException e) {
                return Optional.of("nobody is answered any more");
            }
            boolean came =
                    awaits(() -> !first.heard().isEmpty(), underTest.isMutated() ? GRACE : TIMEOUT);
            return came
                    ? Optional.empty()
                    : Optional.of("a message is lost: a later one was answered, this one not");
        }

        long count(String what) {
            return home.state().map(one -> one.path("messages").path(what).asLong()).orElse(0L);
        }

        void sql(String statement) throws SQLException {
            Path file = home.path().resolve("journal.db");
            try (Connection journal = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement one = journal.createStatement()) {
                one.execute("PRAGMA busy_timeout=30000");
                one.execute(statement);
            }
        }
    }

    private static boolean awaits(BooleanSupplier condition, Duration within)
            throws InterruptedException {
        try {
            Await.until(condition, within, "it");
            return true;
        } catch (ExpectationFailedException e) {
            return false;
        }
    }

    /** Returns a defect, unless {@code condition} comes to hold. */
    static Optional<String> holds(Environment environment, BooleanSupplier condition, String defect)
            throws InterruptedException {
        return awaits(condition, environment.underTest.isMutated() ? GRACE : TIMEOUT)
                ? Optional.empty()
                : Optional.of(defect);
    }

    /** Returns a config with a handler that never answers, and ends with its gateway. */
    private static HomeConfig silent() {
        return HomeConfig.echo()
                .withHandler(
                        "{type: process, command: [sh, -c, \"while read -r line; do :; done\"]}");
    }

    /**
     * Returns a check in which the journal cannot store a message for a while, as on a full disk.
     */
    static DefectCheck refusingJournal() {
        return new PlatformDefectCheck("fault: a journal that takes no message for a while") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                environment.run(HomeConfig.echo());
                environment.sql(
                        "CREATE TRIGGER refuse BEFORE INSERT ON message"
                                + " BEGIN SELECT RAISE(ABORT, 'refused by a test'); END");
                TelegramUser mama = environment.telegram.user("mama");
                mama.says("one");
                awaits(
                        () ->
                                environment.home.log().stream()
                                        .anyMatch(line -> line.contains("refused")),
                        environment.underTest.isMutated() ? GRACE : TIMEOUT);
                environment.sql("DROP TRIGGER refuse");
                return environment.answered(mama);
            }
        };
    }

    /** Returns a check in which a file stalls after the headers while another user writes. */
    static DefectCheck stalledFile() {
        return new PlatformDefectCheck("fault: a file that stalls after the headers") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                environment.run(HomeConfig.echo());
                var fault = new Fault.Stall(Optional.empty());
                environment.telegram.server().faults().add(FaultRule.on("/file/*", fault));
                environment.telegram.user("mama").sendsDocument("a.bin", "a/b", new byte[9999], "");
                Await.until(
                        () -> environment.count("in_flight") == 1, TIMEOUT, "message in flight");
                TelegramUser papa = environment.telegram.user("papa");
                papa.says("two");
                boolean came =
                        awaits(
                                () -> !papa.heard().isEmpty(),
                                environment.underTest.isMutated() ? GRACE : TIMEOUT);
                return came
                        ? Optional.empty()
                        : Optional.of("the file of one person stops the messages of another");
            }
        };
    }

    /**
     * Returns a check in which the token is replaced by that of a bot whose updates have lower
     * numbers.
     */
    static DefectCheck anotherBot() {
        return new PlatformDefectCheck("platform: another bot gets the name of one") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                String other = environment.telegram.addBot("other_bot", 100_000_000);
                RunningProcess first = environment.run(HomeConfig.echo());
                for (int i = 0; i < 3; i++) {
                    environment.telegram.user("mama").says("one").awaitAnswer(TIMEOUT);
                }
                first.kill(Signal.TERM);
                first.awaitExit(TIMEOUT);
                TelegramUser papa = environment.telegram.user(other, "papa");
                papa.says("two");
                environment.home.write(
                        HomeConfig.echo().with("family", environment.telegram, other));
                environment.gateway.start("run");
                boolean came =
                        awaits(
                                () -> !papa.heard().isEmpty(),
                                environment.underTest.isMutated() ? GRACE : TIMEOUT);
                return came
                        ? Optional.empty()
                        : Optional.of("a message to the other bot is confirmed unread");
            }
        };
    }

    /** Returns a check with a row in the queue that this version cannot read. */
    static DefectCheck unreadableRow() {
        return new PlatformDefectCheck("fault: a message that cannot be read from the journal") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                RunningProcess first = environment.run(silent());
                environment.telegram.user("mama").says("one");
                Await.until(
                        () -> environment.count("in_flight") == 1, TIMEOUT, "message in flight");
                first.kill(Signal.KILL);
                first.awaitExit(TIMEOUT);
                environment.sql("UPDATE message SET attachments = '{'");
                environment.home.write(HomeConfig.echo().with("family", environment.telegram));
                environment.gateway.start("run");
                SentMessage two = environment.telegram.user("papa").says("two");
                return awaits(
                                () -> !two.answers().isEmpty(),
                                environment.underTest.isMutated() ? GRACE.multipliedBy(3) : TIMEOUT)
                        ? Optional.empty()
                        : Optional.of("one unreadable message silences everybody");
            }
        };
    }

    /** Returns a check in which the write-ahead log is deleted before the gateway is killed. */
    static DefectCheck deletedLog() {
        return new PlatformDefectCheck("fault: the log of the journal is deleted, then kill -9") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                RunningProcess first = environment.run(silent());
                environment.telegram.user("mama").says("zero");
                Await.until(
                        () -> environment.count("in_flight") == 1, TIMEOUT, "message in flight");
                Files.delete(environment.home.path().resolve("journal.db-wal"));
                awaits(
                        () ->
                                environment.home.log().stream()
                                        .anyMatch(line -> line.contains("was written again")),
                        environment.underTest.isMutated() ? GRACE : TIMEOUT);
                TelegramUser anna = environment.telegram.user("anna");
                anna.says("one");
                Await.until(
                        () -> environment.count("in_flight") == 2, TIMEOUT, "message in flight");
                first.kill(Signal.KILL);
                first.awaitExit(TIMEOUT);
                environment.home.write(HomeConfig.echo().with("family", environment.telegram));
                environment.gateway.start("run");
                return environment.answered(anna);
            }
        };
    }

    /** Returns a check with a SIGKILL while a handler is at work. */
    static DefectCheck killedAtWork() {
        return new PlatformDefectCheck("crash: kill -9 while a message is being handled") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                RunningProcess first = environment.run(silent());
                TelegramUser mama = environment.telegram.user("mama");
                mama.says("one");
                Await.until(
                        () -> environment.count("in_flight") == 1, TIMEOUT, "message in flight");
                first.kill(Signal.KILL);
                first.awaitExit(TIMEOUT);
                environment.run(HomeConfig.echo());
                return environment.answered(mama);
            }
        };
    }

    /**
     * Returns a check in which one conversation is throttled for an hour while another user writes.
     */
    static DefectCheck throttledConversation() {
        return new PlatformDefectCheck("fault: one chat is throttled for an hour") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                environment.run(HomeConfig.echo());
                TelegramUser mama = environment.telegram.user("mama");
                FaultRegistry faults = environment.telegram.server().faults();
                String fault =
                        faults.add(
                                FaultRule.on(
                                                environment.telegram.sendPath(),
                                                new Fault.Answer(
                                                        environment.telegram.throttled(
                                                                Duration.ofHours(1))))
                                        .containing(mama.conversation()));
                mama.says("one");
                Await.until(() -> faults.injectedCount(fault) > 0, TIMEOUT, "refusal");
                SentMessage two = environment.telegram.user("papa").says("two");
                return awaits(
                                () -> !two.answers().isEmpty(),
                                environment.underTest.isMutated() ? GRACE : TIMEOUT)
                        ? Optional.empty()
                        : Optional.of("the refusal of one chat silences another one");
            }
        };
    }

    /** Returns a check in which the platform rejects the token twice, and then accepts it. */
    static DefectCheck passingRejection() {
        return new PlatformDefectCheck("fault: a token that is rejected twice and then taken") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                var body =
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("ok", false)
                                .put("error_code", 401)
                                .put("description", "Unauthorized");
                environment
                        .telegram
                        .server()
                        .faults()
                        .add(
                                FaultRule.on(
                                                environment.telegram.intakePath(),
                                                new Fault.Answer(Response.json(401, body)))
                                        .times(2));
                environment.home.write(HomeConfig.echo().with("family", environment.telegram));
                RunningProcess run = environment.gateway.start("run");
                TelegramUser mama = environment.telegram.user("mama");
                mama.says("one");
                Await.until(
                        () -> !run.isAlive() || !mama.heard().isEmpty(), TIMEOUT, "answer or end");
                return run.isAlive()
                        ? Optional.empty()
                        : Optional.of("a rejection that passed ended the start");
            }
        };
    }

    /** Returns a check in which a topic is closed before the answer is sent. */
    static DefectCheck closedTopic() {
        return new PlatformDefectCheck("fault: a topic that takes no answers any more") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                environment.run(HomeConfig.echo());
                var body =
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("ok", false)
                                .put("error_code", 400)
                                .put("description", "Bad Request: TOPIC_CLOSED");
                FakeTelegram telegram = environment.telegram;
                var rule =
                        FaultRule.on(
                                        telegram.sendPath(),
                                        new Fault.Answer(Response.json(400, body)))
                                .containing("message_thread_id");
                String fault = telegram.server().faults().add(rule);
                var team = telegram.supergroup(telegram.token(), "team");
                team.user("mama", 7).says("one");
                Await.until(
                        () -> telegram.server().faults().injectedCount(fault) > 0,
                        TIMEOUT,
                        "refusal");
                return awaits(
                                () -> !team.user("papa").heard().isEmpty(),
                                environment.underTest.isMutated() ? GRACE : TIMEOUT)
                        ? Optional.empty()
                        : Optional.of("an answer is kept back for the sake of its topic");
            }
        };
    }

    /** Returns a check in which a user writes while the gateway drains. */
    static DefectCheck spokenToWhileDraining() {
        return new PlatformDefectCheck("scenario: somebody speaks while the gateway drains") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                RunningProcess gateway =
                        environment.run(silent().with("drain_timeout", Duration.ofSeconds(4)));
                environment.telegram.user("mama").says("one");
                Await.until(
                        () -> environment.count("in_flight") == 1, TIMEOUT, "message in flight");
                gateway.kill(Signal.TERM);
                Await.until(
                        () -> !environment.home.events(EventType.INTAKE_STOPPED).isEmpty(),
                        TIMEOUT,
                        "end of the intake");
                environment.telegram.user("papa").says("two");
                gateway.awaitExit(TIMEOUT);
                long pending = environment.count("pending");
                return pending == 1
                        ? Optional.empty()
                        : Optional.of(
                                pending + " messages are pending, 1 was said before the stop");
            }
        };
    }

    /**
     * Returns a check in which a handler names a file that the gateway has locked: closing it would
     * release the lock.
     */
    static DefectCheck attachmentOfATokenLock() {
        return new PlatformDefectCheck("fault: a handler has the file of a token lock sent") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                String script =
                        "while IFS= read -r line; do id=${line#*'\"id\":\"'}; id=${id%%'\"'*};"
                                + " file=$(ls \"$GATEWAY_TOKEN_LOCK_DIR\"/*.lock);"
                                + " printf '{\"id\":\"%s\",\"attachments\":[{\"path\":\"%s\"}],"
                                + "\"done\":true}\\n' \"$id\" \"$file\"; done";
                Files.writeString(environment.home.path().resolve("send.sh"), script);
                environment.run(
                        HomeConfig.echo()
                                .withHandler(
                                        "{type: process, attempts: 1, command: [sh, send.sh],"
                                                + " env: [GATEWAY_TOKEN_LOCK_DIR]}"));
                environment.telegram.user("mama").says("send it");
                boolean refused =
                        awaits(
                                () -> environment.count("failed") == 1,
                                environment.underTest.isMutated() ? GRACE : TIMEOUT);
                return refused
                        ? Optional.empty()
                        : Optional.of("the file of a lock was opened by a name from outside");
            }
        };
    }

    /** Returns a check with a lock that the user has no access to. */
    static DefectCheck stoppedWithoutAccess() {
        return new PlatformDefectCheck("fault: stop by a user who may not look at the lock") {
            @Override
            Optional<String> detect(Environment environment) throws Exception {
                environment.run(HomeConfig.echo());
                Path lock = environment.home.lockFile();
                boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
                GatewayCommandLine otherUser =
                        root
                                ? environment.gateway.through(
                                        "setpriv",
                                        "--reuid=65534",
                                        "--regid=65534",
                                        "--clear-groups")
                                : environment.gateway;
                Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("---------"));
                int exit = otherUser.run(TIMEOUT, "stop").exit();
                return exit == 77
                        ? Optional.empty()
                        : Optional.of(
                                "a running gateway that cannot be looked at: stop ends with "
                                        + exit);
            }
        };
    }
}
