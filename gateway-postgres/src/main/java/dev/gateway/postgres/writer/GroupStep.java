package dev.gateway.postgres.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The way in which a group of tasks of one kind is carried out. Belongs to one writer.
 *
 * @param <T> the kind of task
 */
@FunctionalInterface
public interface GroupStep<T extends Task<?>> {

    /**
     * Carries out the tasks and sets their results.
     *
     * @param again whether the line broke at an earlier try, so that the database may have carried
     *     it out
     */
    void run(Connection connection, List<T> tasks, boolean again) throws SQLException;
}
