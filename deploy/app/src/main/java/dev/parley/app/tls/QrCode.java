package dev.parley.app.tls;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/** A QR code in a terminal: two modules a character, light ones drawn, as terminals are dark. */
public final class QrCode {
    private static final int QUIET_ZONE = 2;

    private QrCode() {}

    /** Lines, each ended by a line break. */
    public static String of(String text) {
        BitMatrix dark = modules(text);
        StringBuilder drawn = new StringBuilder();
        for (int y = 0; y < dark.getHeight(); y += 2) {
            for (int x = 0; x < dark.getWidth(); x++) {
                boolean upper = !dark.get(x, y);
                boolean lower = y + 1 >= dark.getHeight() || !dark.get(x, y + 1);
                drawn.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
            }
            drawn.append(System.lineSeparator());
        }
        return drawn.toString();
    }

    private static BitMatrix modules(String text) {
        try {
            return new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.MARGIN,
                                    QUIET_ZONE,
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.L));
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code", e);
        }
    }
}
