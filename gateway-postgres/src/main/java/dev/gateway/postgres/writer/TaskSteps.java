package dev.gateway.postgres.writer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The steps of one writer, by the kind of task. Used by the thread of the writer alone. */
public interface TaskSteps {

    /** Returns the groups in the order in which they are carried out. */
    List<List<Task<?>>> inOrder(Map<Class<?>, List<Task<?>>> byKind);

    /**
     * Carries out tasks of one kind.
     *
     * @param again whether the line broke at an earlier try, so that the database may have carried
     *     it out
     */
    void run(Connection connection, List<Task<?>> tasks, boolean again) throws SQLException;

    /** Has the statements prepared for which a platform may wait, as long as nothing else does. */
    void prepare(Connection connection) throws SQLException;

    /** Notes that a claim may have been carried out without a word. */
    void lineBroke();
}
