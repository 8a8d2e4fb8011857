package dev.gateway.cli.doctor;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.status.OutgoingProcess;
import dev.gateway.core.token.KernelTokenLocks;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLockFolder;
import dev.gateway.core.token.TokenLockFolderException;
import dev.gateway.core.token.TokenLocks.Holding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The check of the config's tokens: the processes that poll with them or wait for them. */
final class TokenCheck implements DoctorCheck {

    private static final String NAME = "token";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<CheckResult> check(DiagnosisContext context) throws IOException {
        List<CheckResult> results = new ArrayList<>();
        Path folder;
        try {
            folder = TokenLockFolder.of(System::getenv);
        } catch (TokenLockFolderException e) {
            return List.of(
                    CheckResult.failed(
                            NAME, e.getMessage(), "set " + TokenLockFolder.OVERRIDE + " as said"));
        }
        if (Files.isDirectory(folder)) {
            FilePermissions modes = FilePermissions.of(folder);
            if (modes.othersWrite()) {
                results.add(
                        CheckResult.failed(
                                NAME,
                                "%s is %s: others can remove the locks"
                                        .formatted(folder, modes.octal()),
                                "chmod 700 " + folder));
            }
        }
        var host = context.host();
        var locks =
                new KernelTokenLocks(
                        folder,
                        context.home().toString(),
                        host.probe(),
                        host.holders().snapshot(),
                        host.clock());
        for (PlatformConfig account : context.enabledPlatforms()) {
            results.add(token(context, account, locks));
        }
        return results;
    }

    private static CheckResult token(
            DiagnosisContext context, PlatformConfig account, KernelTokenLocks locks) {
        PlatformFactory factory = context.installed().factories().get(account.type());
        TokenKey key = TokenKey.of(account.type(), factory.token(account));
        Optional<Holding> holding = locks.holder(key);
        List<Long> waiters = locks.waiters(key);
        String waiting = waiters.isEmpty() ? "" : "; PID " + waiters.get(0) + " waits for it";
        String name = account.name() + " (" + key + ")";
        if (holding.isEmpty()) {
            return CheckResult.ok(NAME, name + " is free" + waiting);
        }
        if (holding.get().unknown().isPresent()) {
            return CheckResult.failed(
                    NAME,
                    name + " cannot be looked at: " + holding.get().unknown().get(),
                    "run this as the user whose gateways poll it");
        }
        boolean ours =
                holding.get().pid().isPresent()
                        && holding.get()
                                .pid()
                                .equals(context.instance().holder().map(ProcessIdentity::pid));
        if (ours) {
            return CheckResult.ok(
                    NAME, name + " is held by this gateway, " + holding.get().pidText() + waiting);
        }
        Optional<Long> old =
                holding.get().pid().filter(pid -> isOutgoing(context.status().outgoing(), pid));
        if (old.isPresent()) {
            return CheckResult.ok(
                    NAME,
                    "%s is held by the old process, PID %d, and is free when it lets go%s"
                            .formatted(name, old.get(), waiting));
        }
        String home =
                holding.get()
                        .record()
                        .flatMap(record -> record.home())
                        .map(where -> " in " + where)
                        .orElse("");
        if (context.isShared()) {
            return CheckResult.ok(
                    NAME,
                    "%s is held by another gateway of this machine, %s%s%s"
                            .formatted(name, holding.get().pidText(), home, waiting));
        }
        return CheckResult.failed(
                NAME,
                name + " is polled by another gateway, " + holding.get().pidText() + home + waiting,
                "stop that one, or give this account a bot of its own");
    }

    private static boolean isOutgoing(List<OutgoingProcess> outgoing, long pid) {
        return outgoing.stream().anyMatch(each -> each.pid() == pid);
    }
}
