package dev.gateway.sim.contract;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.Secret;
import dev.gateway.core.config.TypeSchema;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformFactory;
import java.util.ArrayList;
import java.util.List;

/** Makes good adapters with one defect. */
final class FlawedFactory implements PlatformFactory, AutoCloseable {

    private final PlatformFactory good;
    private final Defect defect;
    private final List<FlawedAdapter> made = new ArrayList<>();

    FlawedFactory(PlatformFactory good, Defect defect) {
        this.good = good;
        this.defect = defect;
    }

    @Override
    public String displayName() {
        return "Flawed";
    }

    @Override
    public TypeSchema schema() {
        return good.schema();
    }

    @Override
    public Secret token(PlatformConfig config) {
        return good.token(config);
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        PlatformAdapter adapter = good.create(config, new FlawedContext(context, defect));
        FlawedAdapter flawed = new FlawedAdapter(adapter, defect, config, token(config));
        made.add(flawed);
        return flawed;
    }

    /** Ends what the defects left behind. */
    @Override
    public void close() throws Exception {
        for (FlawedAdapter adapter : made) {
            adapter.clear();
        }
    }
}
