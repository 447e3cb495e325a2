package dev.parley.connectors.gateway.grpc.speech;

import dev.parley.connectors.gateway.grpc.Answer;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.schemas.grpc.v1.RecognizeEvent;
import dev.parley.schemas.grpc.v1.RecognizeRequest;
import dev.parley.schemas.grpc.v1.SttProto;
import dev.parley.streams.hearing.HearingConfig;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;

/** {@code dev.parley.v1.Stt}: the recogniser. */
final class SttService {
    static final ServiceName NAME = ServiceName.create("dev.parley.v1", "Stt");

    private final Vertx vertx;
    private final GrpcConfig.Speech limits;
    private final Places places;
    private final HearingConfig config;
    private final VoiceActivityDetector detector;
    private final SpeechRecognizer recognizer;

    SttService(
            Vertx vertx,
            GrpcConfig.Speech limits,
            Places places,
            HearingConfig config,
            VoiceActivityDetector detector,
            SpeechRecognizer recognizer) {
        this.vertx = vertx;
        this.limits = limits;
        this.places = places;
        this.config = config;
        this.detector = detector;
        this.recognizer = recognizer.patient();
    }

    Service service() {
        return Service.service(NAME, SttProto.getDescriptor().findServiceByName("Stt"))
                .bind(
                        ServiceMethod.server(
                                NAME,
                                "Recognize",
                                GrpcMessageEncoder.<RecognizeEvent>encoder(),
                                GrpcMessageDecoder.<RecognizeRequest>decoder(
                                        RecognizeRequest.getDefaultInstance())),
                        this::recognize)
                .build();
    }

    private void recognize(GrpcServerRequest<RecognizeRequest, RecognizeEvent> call) {
        Context loop = vertx.getOrCreateContext();
        Answer<RecognizeEvent> answer = new Answer<>(call.response(), loop);
        Incoming<RecognizeRequest> incoming =
                new Incoming<>(call, RecognizeRequest.getDefaultInstance(), answer, loop);
        CallThread.begin(
                "grpc-stt",
                call,
                incoming,
                answer,
                places,
                () -> {
                    try (Recognition recognition =
                            new Recognition(limits, config, detector, recognizer, answer)) {
                        recognition.hear(incoming);
                    }
                });
    }
}
