package dev.gateway.cli.cds;

import static dev.gateway.core.yaml.OptionSpec.required;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.cli.GatewayCli;
import dev.gateway.cli.log.LogbackBinding;
import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.cli.terminal.FinalOutput;
import dev.gateway.core.config.ConfigLoader;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.TypeSchema;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOP_FallbackServiceProvider;

/**
 * The main class of the training run, which loads the classes that the commands need and ends. The
 * launcher runs it once, with {@code -XX:ArchiveClassesAtExit}: later starts take these classes
 * from the archive.
 *
 * <p>Given an empty folder, it starts and stops a gateway there, without external connections. A
 * step that fails only leaves its classes out of the archive: a start without them is slower, not
 * wrong.
 */
public final class CdsTraining {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private CdsTraining() {}

    /**
     * Runs the training; the optional argument is the folder of the gateway. Ends within {@link
     * #TIMEOUT} even if a step hangs: a start waits for it.
     */
    public static void main(String[] args) {
        LogbackBinding.select(true);
        haltAfter(TIMEOUT);
        attempt(CdsTraining::commandLine);
        attempt(CdsTraining::json);
        attempt(CdsTraining::config);
        attempt(CdsTraining::log);
        attempt(CdsTraining::journal);
        attempt(CdsTraining::shortCommand);
        attempt(CdsTraining::encryption);
        attempt(CdsTraining::platforms);
        if (args.length > 0) {
            attempt(() -> new CdsTrainingRun(Path.of(args[0])).run());
        }
    }

    private static void commandLine() {
        var out = new PrintWriter(new StringWriter());
        for (String option : List.of("--version", "--help")) {
            GatewayCli.commandLine(option).setOut(out).setErr(out).execute(option);
        }
    }

    /** Loads what a command without a log uses instead of Logback, and what ends each command. */
    private static void shortCommand() {
        var noLog = new NOP_FallbackServiceProvider();
        noLog.initialize();
        noLog.getLoggerFactory().getLogger(CdsTraining.class.getName()).info("Nothing");
        FinalOutput.flush();
    }

    private static void json() throws Exception {
        var mapper = new ObjectMapper();
        Map<String, Object> value = Map.of("pid", 4711, "at", Instant.EPOCH.toString());
        mapper.readTree(mapper.writeValueAsBytes(value));
    }

    private static void config() throws InvalidConfigException {
        String config =
                "gateway: {health: {listen: '127.0.0.1:0'}}\nplatforms: {a: {type: t, token: $$}}";
        var types = List.of(new TypeSchema("t", List.of(required("token", Kind.SECRET, ""))));
        var handlers = List.of(new TypeSchema("echo", List.of()));
        new ConfigLoader(types, handlers, name -> null).read(Path.of("config.yaml"), config);
    }

    private static void log() {
        Logger log = LoggerFactory.getLogger(CdsTraining.class);
        log.info("Loading {}", "classes");
    }

    private static void journal() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (a text primary key, b integer)");
            try (var insert = connection.prepareStatement("insert into t values (?, ?)")) {
                insert.setString(1, "a");
                insert.setLong(2, 1);
                insert.executeUpdate();
            }
            try (var rows = statement.executeQuery("select a, b from t")) {
                while (rows.next()) {
                    rows.getString(1);
                    rows.getLong(2);
                }
            }
        }
    }

    /** Loads the TLS classes: the training gateway uses plain text, real platforms do not. */
    private static void encryption() throws Exception {
        HttpClient.preloadTls();
    }

    private static void platforms() {
        InstalledPlatforms.onTheClassPath().configLoader();
    }

    private static void haltAfter(Duration limit) {
        var bound =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(limit.toMillis());
                                Runtime.getRuntime().halt(1);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "class-warmup-bound");
        bound.setDaemon(true);
        bound.start();
    }

    private static void attempt(TrainingStep step) {
        try {
            step.run();
        } catch (Exception | LinkageError e) {
            System.err.println("Left out of the class archive: " + e);
        }
    }

    /** A step that loads a group of classes. */
    @FunctionalInterface
    private interface TrainingStep {
        void run() throws Exception;
    }
}
