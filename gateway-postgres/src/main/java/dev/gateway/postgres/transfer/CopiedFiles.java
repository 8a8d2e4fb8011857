package dev.gateway.postgres.transfer;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.codec.AttachmentCodec;
import dev.gateway.core.journal.codec.MediaReferences;
import dev.gateway.core.journal.codec.UnreadableRowException;
import dev.gateway.core.journal.engine.CopiedTable;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.Attachment;
import dev.gateway.postgres.attachment.AttachmentStore;
import java.io.IOException;
import java.util.List;

/** The files of copied messages and answers, between the home and the place that hosts share. */
final class CopiedFiles implements AutoCloseable {

    private final AttachmentCodec codec;
    private final AttachmentStore store;
    private int missing;

    CopiedFiles(GatewayHome home, AttachmentStore store) {
        this.codec = new AttachmentCodec(new MediaReferences(home.media()));
        this.store = store;
    }

    /** Returns whether a row names files. */
    static boolean names(CopiedTable table, Object[] row) {
        int column = table.index("attachments");
        return column >= 0 && row[column] instanceof String text && !text.isEmpty();
    }

    /** Puts the files of a row where all hosts find them, and names them accordingly. */
    void put(CopiedTable table, Object[] row) throws IOException, InterruptedException {
        int column = table.index("attachments");
        List<Attachment> files = files(row[column]);
        if (!files.isEmpty()) {
            row[column] = codec.write(store.copies(account(table, row), files));
        }
    }

    /** Brings the files of a row into the home. */
    void fetch(CopiedTable table, Object[] row) throws IOException, InterruptedException {
        List<Attachment> files = files(row[table.index("attachments")]);
        missing += files.size() - store.present(account(table, row), files).size();
    }

    /** Returns the number of files that were not to be had. */
    int missing() {
        return missing;
    }

    /** A column that cannot be read names no files; its message is parked when its turn comes. */
    private List<Attachment> files(Object column) {
        try {
            return codec.read((String) column);
        } catch (UnreadableRowException e) {
            return List.of();
        }
    }

    private static AccountId account(CopiedTable table, Object[] row) {
        return new AccountId(String.valueOf(row[table.index("account")]));
    }

    @Override
    public void close() {
        store.close();
    }
}
