package io.kafkacache.json;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sample data model: topics hold references by id. */
final class Sample {
    private Sample() {}

    record User(UUID id, @Nullable String email, String displayName, List<UUID> groups) {}

    record Organization(UUID id, String name) {}

    record Session(UUID id, UUID user, SessionType type, Optional<String> ipAddress) {}

    enum SessionType {
        REGULAR,
        MEETINGSCREEN
    }
}
