package dev.gateway.adapter.contract;

import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.contract.FakeAbilities;
import dev.gateway.sim.contract.PlatformAdapterContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The suite for an adapter with a defect, run by {@link EachContractCheckCanFailTest} only. The
 * adapter is Telegram's, which lacks only a key for repeated messages, or Weixin's if that key is
 * needed.
 */
@ExtendWith(DefectiveAdapterContract.DefectOfThisRun.class)
class DefectiveAdapterContract extends PlatformAdapterContract {

    static final String DEFECT = "contract.defect";

    private final AdapterDefect defect;
    private final AdapterUnderTest good;
    private final DefectiveFactory factory;

    DefectiveAdapterContract(AdapterDefect defect) {
        this.defect = defect;
        good =
                defect == AdapterDefect.FORGETS_IDS || defect == AdapterDefect.NONE_IN_PRIVATE
                        ? new WeixinAdapterContractTest()
                        : new TelegramAdapterContractTest();
        factory = new DefectiveFactory(good.factory(), defect);
    }

    static final class DefectOfThisRun implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == AdapterDefect.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(DEFECT, AdapterDefect::valueOf).orElseThrow();
        }
    }

    @Override
    protected PlatformFactory factory() {
        return factory;
    }

    @Override
    protected FakePlatform startFake() {
        return good.startFake();
    }

    @Override
    protected Map<String, Object> options(FakePlatform fake) {
        return good.options(fake);
    }

    @Override
    protected Duration timeout() {
        return defect.isNone() ? super.timeout() : Duration.ofSeconds(3);
    }

    @Override
    protected Duration quick() {
        return defect.isNone() ? super.quick() : Duration.ofSeconds(1);
    }

    @Override
    protected FakeAbilities abilities(FakePlatform fake) {
        return good.abilities(fake);
    }

    @Test
    @Override
    protected void aSecondPollerIsReportedAsConflict() throws Exception {
        if (defect == AdapterDefect.NONE_IN_PRIVATE) {
            notApplicable("Weixin tells no poller of another.");
        }
        super.aSecondPollerIsReportedAsConflict();
    }

    @Test
    @Override
    protected void theSameMessageSentAgainAppearsOnce() throws Exception {
        if (defect == AdapterDefect.NONE) {
            notApplicable("Telegram takes no key by which it would know a message again.");
        }
        super.theSameMessageSentAgainAppearsOnce();
    }

    @AfterEach
    void clearUp() throws Exception {
        factory.close();
    }
}
