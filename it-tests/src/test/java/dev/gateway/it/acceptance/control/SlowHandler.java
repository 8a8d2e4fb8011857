package dev.gateway.it.acceptance.control;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A handler that echoes at once, except for texts that begin with {@code slow}: these it answers
 * after a given time, or when it is told to. It records the begin and the end of each call.
 */
interface SlowHandler extends AutoCloseable {

    /** The kinds of handlers. */
    enum Kind {
        PROCESS {
            @Override
            SlowHandler start(Path home, Duration longest) throws Exception {
                return SlowProgram.in(home, longest);
            }
        },
        HTTP {
            @Override
            SlowHandler start(Path home, Duration longest) throws Exception {
                return SlowServer.answering(longest, false);
            }
        },
        OPENAI {
            @Override
            SlowHandler start(Path home, Duration longest) throws Exception {
                return SlowServer.answering(longest, true);
            }
        };

        /** Starts a handler for this home that answers slow texts after this time at the latest. */
        abstract SlowHandler start(Path home, Duration longest) throws Exception;
    }

    /** Returns the value of {@code handler:} in a config. */
    String yaml();

    /** Returns the records so far, in order: {@code begin TEXT} and {@code end TEXT}. */
    List<String> calls() throws Exception;

    /** Answers all slow texts from now on at once. */
    void release() throws Exception;

    @Override
    void close();

    /** Returns whether a call with this text has begun. */
    default boolean hasBegun(String text) throws Exception {
        return calls().contains("begin " + text);
    }

    /** Returns the number of calls with this text. */
    default long begins(String text) throws Exception {
        return calls().stream().filter(("begin " + text)::equals).count();
    }

    /** Returns the calls that began while another one of the same person lasted. */
    default List<String> overlaps() throws Exception {
        Pattern record = Pattern.compile("(begin|end) .*?(\\w+-\\w+) \\d+.*");
        Set<String> busy = new HashSet<>();
        List<String> overlaps = new ArrayList<>();
        for (String call : calls()) {
            Matcher parts = record.matcher(call);
            if (!parts.matches()) {
                throw new AssertionError("not a record: " + call);
            }
            if (parts.group(1).equals("end")) {
                busy.remove(parts.group(2));
            } else if (!busy.add(parts.group(2))) {
                overlaps.add(call);
            }
        }
        return overlaps;
    }
}
