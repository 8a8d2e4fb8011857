package dev.gateway.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.terminal.Age;
import dev.gateway.cli.terminal.Printable;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Each platform: whether it can be reached and takes the credentials. A gateway that is connected
 * knows it better than any question; otherwise all platforms are asked at once, with questions that
 * disturb no poller.
 */
final class PlatformCheck implements Check {

    private static final String NAME = "platform";
    private static final Duration WITHIN = Duration.ofSeconds(8);
    private static final Duration GRACE = Duration.ofSeconds(4);

    @Override
    public List<Fact> look(Patient patient) throws InterruptedException {
        List<Question> questions = new ArrayList<>();
        for (PlatformConfig account : patient.enabledPlatforms()) {
            questions.add(new Question(account, new FutureTask<>(() -> fact(patient, account))));
        }
        for (Question question : questions) {
            Thread thread = new Thread(question.task(), "doctor-" + question.account().name());
            thread.setDaemon(true); // the command ends with or without it
            thread.start();
        }
        List<Fact> facts = new ArrayList<>();
        long deadline = System.nanoTime() + WITHIN.plus(GRACE).toNanos();
        for (Question question : questions) {
            facts.add(await(question, deadline - System.nanoTime()));
        }
        return facts;
    }

    private static Fact await(Question question, long nanos) throws InterruptedException {
        String name = question.account().name();
        try {
            return question.task().get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return unreachable(name + ": no answer within " + WITHIN.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Fact.wrong(NAME, name + ": " + e.getCause(), "please report this");
        }
    }

    private static Fact fact(Patient patient, PlatformConfig account) throws InterruptedException {
        String name = account.name() + " (" + account.type() + ")";
        JsonNode known = patient.status().path("platforms").path(account.name());
        String state = known.path("state").asText("");
        if (patient.isRunning() && state.equals("connected")) {
            return Fact.good(NAME, name + " is connected" + contact(patient, known));
        }
        String says =
                patient.isRunning() && known.hasNonNull("error")
                        ? "; the gateway says " + state + ": " + known.path("error").asText()
                        : "";
        if (patient.offline()) {
            return Fact.open(NAME, name + " is not asked (--offline)" + says);
        }
        try {
            Optional<String> who =
                    patient.installed().factories().get(account.type()).check(account, WITHIN);
            String found =
                    name
                            + who.map(id -> " takes the credentials of " + Printable.line(id))
                                    .orElse(
                                            " can be reached; its token is tried by the first poll");
            return says.isEmpty()
                    ? Fact.good(NAME, found)
                    : Fact.wrong(NAME, found + says, next(patient, account, state));
        } catch (PlatformException.Unreachable e) {
            return unreachable(name + ": " + Printable.line(e.getMessage()));
        } catch (PlatformException e) {
            return Fact.wrong(
                    NAME,
                    name + ": " + Printable.line(e.getMessage()),
                    e.remedy().orElse("try again in a moment"));
        }
    }

    /** What to do about an account that can be asked, and that the gateway has not connected. */
    static String next(Patient patient, PlatformConfig account, String state) {
        return switch (state) {
            case "expired" ->
                    "log in again"
                            + (account.type().equals("weixin")
                                    ? " with "
                                            + patient.command(
                                                    "login weixin --name " + account.name())
                                    : "")
                            + ", then "
                            + patient.command("reload");
            case "rejected" ->
                    "correct its credentials in the config, then " + patient.command("reload");
            case "waiting_for_token" -> "see who has its token with " + patient.command("tokens");
            case "disabled", "" -> "take the config over with " + patient.command("reload");
            default -> "see " + patient.command("logs --platform " + account.name());
        };
    }

    private static Fact unreachable(String text) {
        return Fact.wrong(
                NAME,
                text,
                "look after the network; proxy: below gateway: or the account says which way to"
                        + " call it, base_url where it is");
    }

    private static String contact(Patient patient, JsonNode known) {
        try {
            Instant last = Instant.parse(known.path("last_contact_at").asText());
            return ", last contact " + Age.text(last, patient.machine().clock().instant()) + " ago";
        } catch (DateTimeException e) {
            return "";
        }
    }

    private record Question(PlatformConfig account, FutureTask<Fact> task) {}
}
