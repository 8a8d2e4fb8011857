package dev.gateway.sim.reported;

import dev.gateway.sim.referee.TokenLabel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** One record for each token in use; whoever it names, if judged alive, has the token. */
final class TokenRecords {

    private final Path folder;
    private final Switches switches;
    private final OtherProcess others;
    private final ProcessRecord record = new ProcessRecord();

    TokenRecords(Path folder, Switches switches, OtherProcess others) {
        this.folder = folder;
        this.switches = switches;
        this.others = others;
    }

    /** Takes the token for this process. */
    void take(Account account) throws IOException, TokenInUseException {
        if (switches.tokenLock() == Switches.TokenLock.NONE) {
            return;
        }
        Files.createDirectories(folder);
        Path file = file(account);
        OptionalLong holder = record.pid(file);
        if (holder.isPresent()
                && holder.getAsLong() != ProcessHandle.current().pid()
                && others.alive(holder.getAsLong())) {
            throw new TokenInUseException(account, holder.getAsLong());
        }
        Files.deleteIfExists(file);
        try {
            Files.write(file, record.ofThisProcess(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new TokenInUseException(account, record.pid(file).orElse(0));
        }
    }

    void release(Account account) throws IOException {
        if (switches.tokenLock() == Switches.TokenLock.RECORD) {
            Files.deleteIfExists(file(account));
        }
    }

    private Path file(Account account) {
        return folder.resolve(TokenLabel.of(account.type(), account.token()) + ".json");
    }
}
