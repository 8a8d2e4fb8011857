package dev.gateway.adapter.contract;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.util.ArrayList;
import java.util.List;

/** A factory of adapters with one defect. */
final class DefectiveFactory implements PlatformFactory, AutoCloseable {

    private final PlatformFactory good;
    private final AdapterDefect defect;
    private final List<DefectiveAdapter> made = new ArrayList<>();

    DefectiveFactory(PlatformFactory good, AdapterDefect defect) {
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
        PlatformAdapter adapter = good.create(config, new DefectiveContext(context, defect));
        DefectiveAdapter flawed =
                new DefectiveAdapter(
                        adapter, defect, config, token(config), () -> good.create(config, context));
        made.add(flawed);
        return flawed;
    }

    /** Ends everything that the defects left behind. */
    @Override
    public void close() throws Exception {
        for (DefectiveAdapter adapter : made) {
            adapter.clear();
        }
    }
}
