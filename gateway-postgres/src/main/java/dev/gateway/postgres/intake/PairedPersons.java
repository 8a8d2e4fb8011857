package dev.gateway.postgres.intake;

import dev.gateway.postgres.table.IntakeQueries.Person;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Persons of whom it is known that they were paired. It saves a question for each message; whether
 * they still are is asked in the statement that stores the message. Used by one writer alone.
 */
final class PairedPersons {

    private static final int MAX = 20_000;

    private final Set<Person> persons = new LinkedHashSet<>();

    boolean contains(Person person) {
        return persons.contains(person);
    }

    void add(Person person) {
        if (persons.size() >= MAX) {
            persons.clear();
        }
        persons.add(person);
    }

    void remove(Person person) {
        persons.remove(person);
    }
}
