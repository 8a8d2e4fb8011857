package dev.gateway.it.acceptance.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link SlowHandler} that is a program; the processes of a home share its files. */
record SlowProgram(Path home) implements SlowHandler {

    private static final int TENTHS_OF_A_SECOND = 10;

    /**
     * Appends each record by one write, so that records of several processes do not mix. Ends when
     * its input does, as a program should.
     */
    private static final String PROGRAM =
            """
            answer() {
              echo "begin $2" >> calls
              case "$2" in slow*)
                n=0
                until [ -e released ] || [ $n -ge LONGEST ]; do
                  sleep 0.1
                  n=$((n + 1))
                  kill -0 $$ || exit # the gateway has ended it
                done;;
              esac
              echo "end $2" >> calls
              printf '{"id":"%s","text":"%s","done":true}\\n' "$1" "$2"
            }
            while IFS= read -r line; do
              id=${line#*'"id":"'}; id=${id%%'"'*}
              text=${line#*'"text":"'}; text=${text%%'"'*}
              case "$text" in
                slow*) answer "$id" "$text" & ;;
                *) answer "$id" "$text" ;;
              esac
            done
            """;

    static SlowProgram in(Path home, Duration longest) throws IOException {
        Files.writeString(
                home.resolve("slow.sh"),
                PROGRAM.replace(
                        "LONGEST", Long.toString(longest.toSeconds() * TENTHS_OF_A_SECOND)));
        return new SlowProgram(home);
    }

    @Override
    public String yaml() {
        return "{type: process, command: [sh, slow.sh], env: [GATEWAY_SIM_RUN]}";
    }

    @Override
    public List<String> calls() throws IOException {
        Path calls = home.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Override
    public void release() throws IOException {
        Files.writeString(home.resolve("released"), "");
    }

    @Override
    public void close() {
        // It ends with the gateway that started it.
    }
}
