package dev.parley.load.chaos;

import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker alone in its process: {@code BrokerProcess FOLDER PORT}. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        DataDirectory directory = DataDirectory.open(Path.of(arguments[0]));
        EmbeddedKafka kafka =
                EmbeddedKafka.start(
                        directory,
                        EmbeddedKafka.Settings.DEFAULT
                                .unguarded()
                                .on(Integer.parseInt(arguments[1])));
        System.out.println("Ready " + kafka.bootstrap());
        new CountDownLatch(1).await();
    }
}
