package dev.gateway.postgres.schema;

import java.util.List;

/**
 * The tables of the bytes of attachments. The key of a content is its digest; {@code touched} is
 * the last time at which a message or an answer was about to refer to it.
 */
final class AttachmentTables {

    private AttachmentTables() {}

    static List<String> first() {
        return List.of(
                "CREATE TABLE blob(account text NOT NULL, key text NOT NULL, size bigint NOT NULL,"
                        + " touched timestamptz NOT NULL DEFAULT now(),"
                        + " PRIMARY KEY(account, key))",
                "CREATE INDEX blob_touched ON blob(touched)",
                "CREATE TABLE blob_chunk(account text NOT NULL, key text NOT NULL,"
                        + " n integer NOT NULL, data bytea NOT NULL,"
                        + " PRIMARY KEY(account, key, n), FOREIGN KEY(account, key)"
                        + " REFERENCES blob ON DELETE CASCADE)",
                // Pictures are compressed already.
                "ALTER TABLE blob_chunk ALTER COLUMN data SET STORAGE EXTERNAL",
                "CREATE INDEX message_files ON message(account) WHERE attachments <> ''",
                "CREATE INDEX answer_files ON answer(account) WHERE attachments <> ''");
    }
}
