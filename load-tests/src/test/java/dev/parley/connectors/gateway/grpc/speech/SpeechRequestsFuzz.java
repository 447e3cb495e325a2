package dev.parley.connectors.gateway.grpc.speech;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.parley.schemas.grpc.v1.RecognizeRequest;
import dev.parley.schemas.grpc.v1.SoundFormat;
import dev.parley.schemas.grpc.v1.SpeakRequest;
import java.util.Arrays;

/** What the recogniser and the synthesiser are asked. The first byte says which. */
public final class SpeechRequestsFuzz {
    private SpeechRequestsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        try {
            if (input[0] % 2 == 0) {
                recognize(RecognizeRequest.parseFrom(rest));
            } else {
                speak(SpeakRequest.parseFrom(rest));
            }
        } catch (InvalidProtocolBufferException | WrongRequestException refused) {
            // as documented
        }
    }

    private static void recognize(RecognizeRequest request) throws WrongRequestException {
        SoundFormat format = request.getBegin().getFormat();
        SoundCodec codec = SoundCodec.of(format);
        byte[] sound = request.getSound().toByteArray();
        short[] samples = codec.decode(sound);
        same(codec.encode(samples).length == sound.length);
    }

    private static void speak(SpeakRequest request) throws WrongRequestException {
        same(SoundCodec.of(request.getFormat()).rate() >= 8000);
        for (String phrase : Phrases.of(request.getText())) {
            same(!phrase.isBlank() && phrase.length() <= Phrases.MOST_CHARACTERS);
        }
    }

    private static void same(boolean so) {
        if (!so) {
            throw new AssertionError("a request was misread");
        }
    }
}
