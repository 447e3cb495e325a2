package dev.parley.connectors.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every key store that outlives a process holds to. */
abstract class KeysContract {
    final Owner anna = new Owner.User(new UserId("anna"));
    final Owner visit = new Owner.Session(new SessionId("s3-abcdef"));

    /** A key store as another process would open it: the same keys, nothing held. */
    abstract Keys open();

    @Test
    void givesEachOwnerAKeyOfTheirOwnAndKeepsIt() {
        // Given
        Keys keys = open();

        // When
        DataKey hers = keys.of(anna);

        // Then
        assertThat(hers.secret().getEncoded()).hasSize(32);
        assertThat(keys.of(anna)).isEqualTo(hers);
        assertThat(open().of(anna)).isEqualTo(hers);
        assertThat(keys.of(visit)).isNotEqualTo(hers);
        assertThat(keys.find(hers.id())).contains(hers);
        assertThat(open().find(hers.id())).contains(hers);
    }

    @Test
    void doesntKnowAKeyThatWasNeverMade() {
        assertThat(open().find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void destroysAKeyAndNeverMakesAnother() {
        // Given
        Keys keys = open();
        DataKey hers = keys.of(anna);
        DataKey other = keys.of(visit);

        // When
        keys.destroy(anna);

        // Then
        for (Keys anyone : List.of(keys, open())) {
            assertThat(anyone.find(hers.id())).isEmpty();
            assertThatThrownBy(() -> anyone.of(anna)).isInstanceOf(KeyStoreException.class);
            assertThat(anyone.of(visit)).isEqualTo(other);
        }
    }

    @Test
    void destroysTwiceAndBeforeThereIsAKey() {
        // Given
        Keys keys = open();

        // When
        keys.destroy(anna);
        keys.destroy(anna);

        // Then
        assertThatThrownBy(() -> keys.of(anna)).isInstanceOf(KeyStoreException.class);
    }

    @Test
    void agreesOnOneKeyThoughManyAskAtOnce() throws Exception {
        // Given
        List<Keys> processes = List.of(open(), open(), open());
        CountDownLatch go = new CountDownLatch(1);
        List<Future<DataKey>> answers = new ArrayList<>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 24; i++) {
                Keys keys = processes.get(i % processes.size());
                answers.add(
                        threads.submit(
                                () -> {
                                    go.await();
                                    return keys.of(anna);
                                }));
            }
            go.countDown();
        }

        // Then
        DataKey agreed = open().of(anna);
        for (Future<DataKey> answer : answers) {
            assertThat(answer.get()).isEqualTo(agreed);
        }
    }
}
