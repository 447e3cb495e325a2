package dev.parley.connectors.gateway.grpc.speech;

import dev.parley.connectors.gateway.grpc.Answer;
import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.schemas.grpc.v1.SpeakEvent;
import dev.parley.schemas.grpc.v1.SpeakRequest;
import dev.parley.schemas.grpc.v1.TtsProto;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Verbalizer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;

/** {@code dev.parley.v1.Tts}: the synthesiser. */
final class TtsService {
    static final ServiceName NAME = ServiceName.create("dev.parley.v1", "Tts");

    private final Vertx vertx;
    private final GrpcConfig.Speech limits;
    private final Places places;
    private final SpeechSynthesizer synthesizer;
    private final Verbalizer verbalizer;

    TtsService(
            Vertx vertx,
            GrpcConfig.Speech limits,
            Places places,
            SpeechSynthesizer synthesizer,
            Verbalizer verbalizer) {
        this.vertx = vertx;
        this.limits = limits;
        this.places = places;
        this.synthesizer = synthesizer.patient();
        this.verbalizer = verbalizer;
    }

    Service service() {
        return Service.service(NAME, TtsProto.getDescriptor().findServiceByName("Tts"))
                .bind(
                        ServiceMethod.server(
                                NAME,
                                "Speak",
                                GrpcMessageEncoder.<SpeakEvent>encoder(),
                                GrpcMessageDecoder.<SpeakRequest>decoder(
                                        SpeakRequest.getDefaultInstance())),
                        this::speak)
                .build();
    }

    private void speak(GrpcServerRequest<SpeakRequest, SpeakEvent> call) {
        Context loop = vertx.getOrCreateContext();
        Answer<SpeakEvent> answer = new Answer<>(call.response(), loop);
        Incoming<SpeakRequest> incoming =
                new Incoming<>(call, SpeakRequest.getDefaultInstance(), answer, loop);
        CallThread.begin(
                "grpc-tts",
                call,
                incoming,
                answer,
                places,
                () -> {
                    SpeakRequest request = incoming.next(limits.idle());
                    if (request == null) {
                        throw new WrongRequestException("There is nothing to be spoken.");
                    }
                    new Speaking(limits, synthesizer, verbalizer, answer).speak(request);
                });
    }
}
