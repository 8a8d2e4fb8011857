package dev.gateway.core.token;

import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessProbe;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that takes a token (arguments: folder, platform, hash, milliseconds) and prints {@code
 * has EPOCH} or {@code misses}; releases it at the first line of its standard input and prints
 * {@code dropped}; ends with its standard input.
 */
public final class TokenHolderProcess {

    private TokenHolderProcess() {}

    public static void main(String[] arguments) throws Exception {
        var locks =
                new KernelTokenLocks(
                        Path.of(arguments[0]),
                        "/home/other",
                        ProcessProbe.system(),
                        LockHolders.system(),
                        Clock.systemUTC());
        Optional<TokenLease> lease =
                locks.acquire(
                        new TokenKey(arguments[1], arguments[2]),
                        "theirs",
                        Duration.ofMillis(Long.parseLong(arguments[3])),
                        () -> {});
        System.out.println(lease.map(held -> "has " + held.epoch()).orElse("misses"));
        if (System.in.read() >= 0) {
            lease.ifPresent(TokenLease::close);
            System.out.println("dropped");
        }
        while (System.in.read() >= 0) {
            // until the end
        }
        Runtime.getRuntime().halt(0);
    }
}
