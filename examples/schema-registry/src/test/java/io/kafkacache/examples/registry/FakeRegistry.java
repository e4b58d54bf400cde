package io.kafkacache.examples.registry;

import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryVersionCoordinates;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A schema registry in memory behind the client of Apicurio's serdes: equal content has one id. It may leave. Safe for any thread. */
final class FakeRegistry implements RegistryClientFacade {
    private static final long FIRST_ID = 17;

    private final List<String> contents = new ArrayList<>();
    private final Map<String, Long> newest = new HashMap<>();
    private int asked;
    private boolean away;

    /** Does not answer any more. */
    synchronized void leave() {
        away = true;
    }

    /** Answers again. */
    synchronized void comeBack() {
        away = false;
    }

    private void throwIfAway() {
        if (away) {
            throw new UncheckedIOException(new ConnectException("nobody answers"));
        }
    }

    /** How often a schema was asked for by its id. */
    synchronized int asked() {
        return asked;
    }

    /** How many schemas were registered. */
    synchronized int registered() {
        return contents.size();
    }

    @Override
    public synchronized RegistryVersionCoordinates createSchema(
            String type,
            String group,
            String artifact,
            String version,
            String autoCreate,
            boolean canonical,
            String content,
            Set<RegistryArtifactReference> references) {
        throwIfAway();
        if (!contents.contains(content)) {
            contents.add(content);
        }
        long id = FIRST_ID + contents.indexOf(content);
        newest.put(artifact, id);
        return RegistryVersionCoordinates.create(id, id, group, artifact, "1");
    }

    @Override
    public synchronized String getSchemaByContentId(Long id) {
        asked++;
        throwIfAway();
        int index = (int) (id - FIRST_ID);
        if (index < 0 || index >= contents.size()) {
            throw new IllegalStateException("no schema has the id " + id);
        }
        return contents.get(index);
    }

    @Override
    public String getSchemaByGlobalId(long id, boolean dereferenced) {
        return getSchemaByContentId(id);
    }

    @Override
    public String getSchemaByGAV(String group, String artifact, String version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getSchemaByContentHash(String hash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentId(long id) {
        return List.of();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGlobalId(long id) {
        return List.of();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGAV(String group, String artifact, String version) {
        return List.of();
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentHash(String hash) {
        return List.of();
    }

    @Override
    public List<RegistryVersionCoordinates> searchVersionsByContent(
            String content, String type, ArtifactReference artifact, boolean canonical) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized RegistryVersionCoordinates getVersionCoordinatesByGAV(
            String group, String artifact, String version) {
        throwIfAway();
        Long id = newest.get(artifact);
        if (id == null) {
            throw new IllegalStateException("there is no artifact " + artifact);
        }
        return RegistryVersionCoordinates.create(id, id, group, artifact, "1");
    }

    @Override
    public Object getClient() {
        return this;
    }
}
