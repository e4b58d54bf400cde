package io.kafkacache.e2e.cluster;

import io.kafkacache.ListenOptions;
import io.kafkacache.Subscription;
import java.util.HashMap;
import java.util.Map;

/**
 * A second copy of a cache, made of nothing but what a listener was told. Every now and then it forgets what it was told since its last bookmark and
 * resumes there. One call at a time.
 */
final class Mirror implements AutoCloseable {
    private final Run run;
    private final Watched watched;
    private MirrorSession session;
    private Subscription subscription;

    Mirror(Run run, Watched watched) {
        this.run = run;
        this.watched = watched;
        this.session = MirrorSession.fromStart(run, watched);
        this.subscription = watched.cache().listen(ListenOptions.stateFirst(), session);
    }

    /** Goes back to the last bookmark; where the listener was given up, or has none yet, begins with the state. */
    void resume() {
        subscription.close();
        MirrorSession.Bookmark bookmark = session.bookmark();
        if (session.isGone() || bookmark == null) {
            run.findings().count("listener begun with the state");
            session = MirrorSession.fromStart(run, watched);
            subscription = watched.cache().listen(ListenOptions.stateFirst(), session);
        } else {
            run.findings().count("listener resumed");
            session = MirrorSession.behind(run, watched, bookmark);
            subscription =
                    watched.cache().listen(ListenOptions.<String>stateFirst().resume(bookmark.token()), session);
        }
    }

    /** Whether it has to be begun again. */
    boolean isGone() {
        return session.isGone();
    }

    /** The value of every key, as it was told. */
    Map<String, String> contents() {
        return new HashMap<>(session.contents());
    }

    @Override
    public void close() {
        subscription.close();
    }
}
