package dev.parley.app.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.parley.app.CommandLineRun;
import dev.parley.app.client.Trust;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCommandTest {
    @TempDir Path data;

    @Test
    void makesACertificateThatTheAuthorityVouchesFor() throws Exception {
        // When
        CommandLineRun run =
                CommandLineRun.of("tls", "init", "parley.example", "10.1.2.3", "--data", data + "");

        // Then
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<X509Certificate> chain = certificates("server.pem");
        X509Certificate authority = certificates("authority.pem").getFirst();
        chain.getFirst().verify(authority.getPublicKey());
        assertThat(chain).last().isEqualTo(authority);
        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(chain.getFirst().getBasicConstraints()).isEqualTo(-1);
        assertThat(chain.getFirst().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(chain.getFirst().getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .contains("localhost", "127.0.0.1", "parley.example", "10.1.2.3");
        assertThat(chain.getFirst().getNotAfter().toInstant())
                .isBefore(Instant.now().plus(Duration.ofDays(398)))
                .isAfter(Instant.now().plus(Duration.ofDays(390)));
        assertThat(run.out()).contains("certificate: ", "authority: ");
        assertThat(Trust.in(data.resolve("tls/authority.pem")).build()).isNotNull();
    }

    @Test
    void keysAreForTheirOwnerAlone() throws Exception {
        // When
        CommandLineRun.of("tls", "init", "--data", data + "");

        // Then
        Path folder = data.resolve("tls");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        for (String key : List.of("server-key.pem", "authority.p12")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve(key))))
                    .as(key)
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "server-key.pem", "server.pem", "authority.p12", "authority.pem");
        }
    }

    @Test
    void aNewCertificateHasTheSameAuthority() throws Exception {
        // Given
        CommandLineRun.of("tls", "init", "--data", data + "");
        X509Certificate authority = certificates("authority.pem").getFirst();
        X509Certificate first = certificates("server.pem").getFirst();

        // When
        CommandLineRun.of("tls", "init", "--data", data + "");

        // Then
        assertThat(certificates("authority.pem")).containsExactly(authority);
        assertThat(certificates("server.pem").getFirst()).isNotEqualTo(first);
        certificates("server.pem").getFirst().verify(authority.getPublicKey());
    }

    @Test
    void refusesWhatIsNoName() {
        CommandLineRun run = CommandLineRun.of("tls", "init", "dns:x,ip:1", "--data", data + "");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(data.resolve("tls/server.pem")).doesNotExist();
    }

    @Test
    void aPhoneReadsTheCode() throws Exception {
        // Given
        String url = "https://192.168.1.7:8000/#token=" + "x".repeat(43);

        // When
        String[] lines = QrCode.of(url).split("\\R");

        // Then
        int scale = 4;
        int width = lines[0].length() * scale;
        int height = lines.length * 2 * scale;
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                char cell = lines[y / scale / 2].charAt(x / scale);
                boolean upper = y / scale % 2 == 0;
                boolean light = cell == '█' || cell == (upper ? '▀' : '▄');
                pixels[y * width + x] = light ? 0xFFFFFF : 0;
            }
        }
        assertThat(
                        new QRCodeReader()
                                .decode(
                                        new BinaryBitmap(
                                                new HybridBinarizer(
                                                        new RGBLuminanceSource(
                                                                width, height, pixels))))
                                .getText())
                .isEqualTo(url);
    }

    private List<X509Certificate> certificates(String file) throws Exception {
        try (InputStream pem = Files.newInputStream(data.resolve("tls").resolve(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }
}
