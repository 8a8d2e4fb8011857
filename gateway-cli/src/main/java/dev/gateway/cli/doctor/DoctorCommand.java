package dev.gateway.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.doctor.Fact.Verdict;
import dev.gateway.cli.terminal.Printable;
import dev.gateway.cli.terminal.Screen;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.cli.terminal.Tone;
import dev.gateway.core.JsonTree;
import dev.gateway.core.terminal.DisplayWidth;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway doctor}. */
@Command(
        name = "doctor",
        description = {
            "Look at everything this gateway needs, and say what to do about what is wrong. One"
                    + " line a fact: home, config, lock, PID file, tokens, clock, disk, journal,"
                    + " handler and platforms. Changes nothing, and disturbs no poller."
        },
        sortOptions = false,
        versionProvider = VersionText.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway doctor",
            "  gateway doctor --offline --json | jq '.facts[] | select(.ok == false)'",
            "",
            "Exit codes: 0 all is well, 1 something is wrong."
        })
public final class DoctorCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin private GlobalOptions global;

    @Option(names = "--offline", description = "Ask no platform anything.")
    private boolean offline;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** For the command line. */
    public DoctorCommand() {
        this(Terminal.system());
    }

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** In the order in which they are told. */
    private static List<Check> checks() {
        return List.of(
                new JavaCheck(),
                new ClassArchiveCheck(),
                new HomeCheck(),
                new AdapterCheck(),
                new ConfigCheck(),
                new HandlerCheck(),
                new InstanceCheck(),
                new UnitCheck(),
                new TokenCheck(),
                new ClockCheck(),
                new DiskCheck(),
                new SqliteCheck(),
                new JournalCheck(),
                new ProxyCheck(),
                new PlatformCheck());
    }

    @Override
    public Integer call() throws InterruptedException {
        var patient = Patient.of(global.home(), global.configFile(), offline, global.repeated());
        List<Fact> facts = new ArrayList<>();
        for (Check check : checks()) {
            facts.addAll(look(check, patient));
        }
        boolean well = facts.stream().noneMatch(fact -> fact.verdict() == Verdict.WRONG);
        if (json) {
            terminal.out().line(JsonTree.pretty(toJson(patient, facts, well)));
        } else {
            facts.forEach(fact -> print(fact, terminal.out()));
            terminal.out().line(summary(facts));
        }
        return well ? 0 : 1;
    }

    /** One check that cannot look is a fact of its own, and keeps no other from looking. */
    private static List<Fact> look(Check check, Patient patient) throws InterruptedException {
        String name =
                check.getClass().getSimpleName().replace("Check", "").toLowerCase(Locale.ROOT);
        try {
            return check.look(patient);
        } catch (AccessDeniedException e) {
            return List.of(
                    Fact.wrong(
                            name,
                            "cannot be looked at: no permission for " + e.getFile(),
                            "run this as the home's owner"));
        } catch (IOException e) {
            return List.of(
                    Fact.wrong(name, "cannot be looked at: " + e, "look after that file or disk"));
        } catch (RuntimeException e) {
            return List.of(Fact.wrong(name, "cannot be looked at: " + e, "please report this"));
        }
    }

    private static void print(Fact fact, Screen out) {
        String symbol =
                switch (fact.verdict()) {
                    case GOOD -> out.paint(Tone.GOOD, out.symbol("✔", "ok"));
                    case WRONG -> out.paint(Tone.BAD, out.symbol("✘", "!!"));
                    case OPEN -> out.paint(Tone.FAINT, out.symbol("–", "--"));
                };
        out.line(
                symbol
                        + " "
                        + DisplayWidth.pad(fact.check(), 10)
                        + " "
                        + Printable.line(fact.text()));
        fact.next()
                .ifPresent(
                        next ->
                                out.line(
                                        " ".repeat(13)
                                                + out.paint(
                                                        Tone.HINT,
                                                        out.symbol("→ ", "-> ")
                                                                + Printable.line(next))));
    }

    private static String summary(List<Fact> facts) {
        long wrong = facts.stream().filter(fact -> fact.verdict() == Verdict.WRONG).count();
        return wrong == 0
                ? "All is well."
                : wrong == 1 ? "One thing is wrong." : wrong + " things are wrong.";
    }

    private static ObjectNode toJson(Patient patient, List<Fact> facts, boolean well) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ok", well)
                        .put("home", patient.home().toString());
        ArrayNode array = node.putArray("facts");
        facts.forEach(fact -> array.add(fact.toJson()));
        return node;
    }
}
