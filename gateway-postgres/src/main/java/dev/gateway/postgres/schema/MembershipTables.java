package dev.gateway.postgres.schema;

import java.util.List;

/** The tables of the hosts, of the accounts that they hold, and of the schema itself. */
final class MembershipTables {

    /** Half-filled pages let a beat change its row in place, without a new entry in an index. */
    private static final String SESSION =
            """
            CREATE TABLE session (
                id text PRIMARY KEY,
                home_session text NOT NULL,
                host text NOT NULL,
                home_id text NOT NULL,
                home text NOT NULL,
                boot_id text,
                pid bigint NOT NULL,
                start_ticks bigint,
                pid_namespace text,
                version text NOT NULL,
                schema_version integer NOT NULL,
                weight integer NOT NULL,
                draining boolean NOT NULL DEFAULT false,
                outgoing boolean NOT NULL DEFAULT false,
                successor_of text,
                lease_ms bigint NOT NULL,
                join_after_ms bigint NOT NULL,
                since timestamptz NOT NULL DEFAULT now(),
                beat bigint NOT NULL DEFAULT 0,
                beat_at timestamptz NOT NULL DEFAULT now()
            ) WITH (fillfactor = 50)""";

    private static final String ACCOUNT =
            """
            CREATE TABLE account (
                id text PRIMARY KEY,
                name text NOT NULL,
                epoch bigint NOT NULL DEFAULT 0,
                session text REFERENCES session ON DELETE SET NULL,
                since timestamptz,
                cursor text,
                wanted_host text
            ) WITH (fillfactor = 70)""";

    private static final String CANDIDATE =
            """
            CREATE TABLE candidate (
                session text NOT NULL REFERENCES session ON DELETE CASCADE,
                account text NOT NULL,
                name text NOT NULL,
                preferred_host text,
                PRIMARY KEY (session, account)
            )""";

    private MembershipTables() {}

    /** Returns what tells hosts apart that have different settings for one account. */
    static List<String> settings() {
        return List.of("ALTER TABLE candidate ADD COLUMN settings text");
    }

    static List<String> first() {
        return List.of(
                SESSION, ACCOUNT, "CREATE INDEX account_session ON account (session)", CANDIDATE);
    }
}
