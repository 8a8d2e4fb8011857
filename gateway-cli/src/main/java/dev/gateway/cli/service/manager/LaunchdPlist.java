package dev.gateway.cli.service.manager;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The definition of a launchd job (launchd.plist(5)). launchd knows success and failure only: it
 * restarts the gateway after every exit code but 0, also after one that only the operator can fix,
 * which costs an attempt every half minute. After a stop, exit code 0, it does not restart it.
 */
final class LaunchdPlist {

    /** The mark of a job that {@code service install} wrote. */
    static final String MARK = "<!-- Written by 'gateway service install'. -->";

    private static final Pattern PAIR =
            Pattern.compile("<key>([^<]*)</key>\\s*<string>([^<]*)</string>");
    private static final Pattern CONFIG = Pattern.compile("<string>--config=([^<]*)</string>");
    private static final Pattern USER =
            Pattern.compile("<key>UserName</key>\\s*<string>([^<]*)</string>");
    private static final int THROTTLE_SECONDS = 30;

    private final ServiceSpec spec;
    private final String label;

    LaunchdPlist(ServiceSpec spec, String label) {
        this.spec = spec;
        this.label = label;
    }

    String text() {
        String arguments =
                spec.command("run").stream()
                        .map(word -> "    <string>" + escape(word) + "</string>\n")
                        .collect(Collectors.joining());
        String environment =
                entry("JAVA_HOME", spec.javaHome().toString())
                        + spec.environment().entrySet().stream()
                                .map(each -> entry(each.getKey(), each.getValue()))
                                .collect(Collectors.joining());
        String user =
                spec.user()
                        .map(
                                name ->
                                        "  <key>UserName</key>\n  <string>"
                                                + escape(name)
                                                + "</string>\n")
                        .orElse("");
        String console = escape(spec.home().resolve("logs/gateway.out").toString());
        return """
               <?xml version="1.0" encoding="UTF-8"?>
               <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
               %s
               <plist version="1.0">
               <dict>
                 <key>Label</key>
                 <string>%s</string>
               %s  <key>ProgramArguments</key>
                 <array>
               %s  </array>
                 <key>EnvironmentVariables</key>
                 <dict>
               %s  </dict>
                 <key>RunAtLoad</key>
                 <true/>
                 <key>KeepAlive</key>
                 <dict>
                   <key>SuccessfulExit</key>
                   <false/>
                 </dict>
                 <key>ThrottleInterval</key>
                 <integer>%d</integer>
                 <key>ExitTimeOut</key>
                 <integer>%d</integer>
                 <key>ProcessType</key>
                 <string>Interactive</string>
                 <key>Umask</key>
                 <integer>%d</integer>
                 <key>StandardOutPath</key>
                 <string>%s</string>
                 <key>StandardErrorPath</key>
                 <string>%s</string>
               </dict>
               </plist>
               """
                .formatted(
                        MARK,
                        escape(label),
                        user,
                        arguments,
                        environment,
                        THROTTLE_SECONDS,
                        spec.stopSeconds(),
                        0077,
                        console,
                        console);
    }

    /** Reads the settings from a definition. */
    static InstalledSettings read(String text) {
        Map<String, String> environment = new HashMap<>();
        int begin = text.indexOf("<key>EnvironmentVariables</key>");
        int end = text.indexOf("</dict>", Math.max(0, begin));
        if (begin >= 0 && end > begin) {
            Matcher pair = PAIR.matcher(text.substring(begin, end));
            while (pair.find()) {
                environment.put(unescape(pair.group(1)), unescape(pair.group(2)));
            }
        }
        Matcher config = CONFIG.matcher(text);
        Matcher user = USER.matcher(text);
        return new InstalledSettings(
                environment,
                config.find() ? Optional.of(Path.of(unescape(config.group(1)))) : Optional.empty(),
                user.find() ? Optional.of(unescape(user.group(1))) : Optional.empty());
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private static String entry(String name, String value) {
        return "    <key>%s</key>\n    <string>%s</string>\n"
                .formatted(escape(name), escape(value));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
