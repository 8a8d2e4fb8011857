package dev.gateway.it.bare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.Result;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BareMachineIT {
    private ProcessScope scope;

    @BeforeEach
    void open() {
        scope = ProcessScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void hasNoJava() throws Exception {
        try (BareMachine machine = BareMachine.make(scope)) {
            Result result = machine.run(Duration.ofMinutes(2), "command -v java; id -u > /root/id");
            assertThat(result.stdout()).isEmpty();
            assertThat(machine.file("/root/id")).hasContent("0");
        }
    }
}
