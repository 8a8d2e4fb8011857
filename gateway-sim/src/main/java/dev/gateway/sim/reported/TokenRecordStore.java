package dev.gateway.sim.reported;

import dev.gateway.sim.referee.TokenLabel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * The records of tokens in use. A token belongs to the process in its record as long as that counts
 * as alive.
 */
final class TokenRecordStore {

    private final Path folder;
    private final DefectOptions options;
    private final PidProbe others;
    private final ProcessRecord record = new ProcessRecord();

    TokenRecordStore(Path folder, DefectOptions options, PidProbe others) {
        this.folder = folder;
        this.options = options;
        this.others = others;
    }

    /** Records the token for this process. */
    void take(ReportedAccount account) throws IOException, TokenInUseException {
        if (options.tokenLock() == DefectOptions.TokenLock.NONE) {
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

    void release(ReportedAccount account) throws IOException {
        if (options.tokenLock() == DefectOptions.TokenLock.RECORD) {
            Files.deleteIfExists(file(account));
        }
    }

    private Path file(ReportedAccount account) {
        return folder.resolve(TokenLabel.of(account.type(), account.token()) + ".json");
    }
}
