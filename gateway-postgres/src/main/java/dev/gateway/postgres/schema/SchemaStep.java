package dev.gateway.postgres.schema;

import java.util.List;

/**
 * A step from one version of the schema to the next.
 *
 * @param statements what it adds; names without a schema, in order
 */
record SchemaStep(List<String> statements) {

    SchemaStep {
        statements = List.copyOf(statements);
    }
}
