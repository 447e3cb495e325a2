package dev.parley.connectors.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A client of gRPC's ports on this machine. */
public final class GrpcCalls implements AutoCloseable {
    private final Vertx vertx;
    private final GrpcClient client;

    public GrpcCalls(Vertx vertx) {
        this.vertx = vertx;
        client = GrpcClient.client(vertx);
    }

    public GrpcCalls(Vertx vertx, HttpClientOptions options) {
        this.vertx = vertx;
        client = GrpcClient.client(vertx, options);
    }

    /** A call with its answers. */
    public static final class Call<Q, A> {
        public final BlockingQueue<A> answers = new LinkedBlockingQueue<>();
        public final GrpcClientRequest<Q, A> request;
        private final CompletableFuture<GrpcStatus> status = new CompletableFuture<>();
        private volatile GrpcClientResponse<Q, A> response;
        private volatile boolean reads = true;

        private Call(GrpcClientRequest<Q, A> request) {
            this.request = request;
            request.response()
                    .onComplete(this::take, fault -> status.complete(GrpcCalls.status(fault)));
        }

        private void take(GrpcClientResponse<Q, A> answered) {
            response = answered;
            if (!reads) {
                answered.pause();
            }
            answered.handler(answers::add);
            answered.errorHandler(reset -> status.complete(GrpcStatus.CANCELLED));
            answered.end()
                    .onComplete(
                            ended -> status.complete(answered.status()),
                            fault -> status.complete(GrpcCalls.status(fault)));
        }

        /** Reads nothing from the first answer on. */
        public Call<Q, A> withoutReading() {
            reads = false;
            return this;
        }

        public void read() {
            response.resume();
        }

        public A next() throws InterruptedException {
            A answer = answers.poll(60, TimeUnit.SECONDS);
            assertThat(answer)
                    .as("an answer within 10 s; status so far: %s", status.getNow(null))
                    .isNotNull();
            return answer;
        }

        public A until(Predicate<A> wanted) throws InterruptedException {
            while (true) {
                A answer = next();
                if (wanted.test(answer)) {
                    return answer;
                }
            }
        }

        public GrpcStatus status() {
            return status.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    /**
     * @param service with its package
     * @param kind any message of the kind that is answered
     * @param token null for none
     */
    public <Q extends Message, A extends Message> Call<Q, A> call(
            int port, String service, String method, A kind, String token) {
        return call(port, service, method, kind, token, request -> {});
    }

    /**
     * @param prepare sets what must be set before the call begins
     */
    public <Q extends Message, A extends Message> Call<Q, A> call(
            int port,
            String service,
            String method,
            A kind,
            String token,
            Consumer<GrpcClientRequest<Q, A>> prepare) {
        int dot = service.lastIndexOf('.');
        ServiceMethod<A, Q> of =
                ServiceMethod.client(
                        ServiceName.create(service.substring(0, dot), service.substring(dot + 1)),
                        method,
                        GrpcMessageEncoder.<Q>encoder(),
                        GrpcMessageDecoder.<A>decoder(kind));
        GrpcClientRequest<Q, A> request =
                client.request(SocketAddress.inetSocketAddress(port, "127.0.0.1"), of)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        if (token != null) {
            request.headers().set("authorization", "Bearer " + token);
        }
        prepare.accept(request);
        return new Call<>(request);
    }

    public HealthCheckResponse.ServingStatus health(int port, String service)
            throws InterruptedException {
        Call<HealthCheckRequest, HealthCheckResponse> call =
                call(
                        port,
                        "grpc.health.v1.Health",
                        "Check",
                        HealthCheckResponse.getDefaultInstance(),
                        null);
        call.request.end(HealthCheckRequest.newBuilder().setService(service).build());
        return call.next().getStatus();
    }

    /** Asks which services there are. */
    public Call<ServerReflectionRequest, ServerReflectionResponse> reflection(
            int port, String token) {
        Call<ServerReflectionRequest, ServerReflectionResponse> call =
                call(
                        port,
                        "grpc.reflection.v1.ServerReflection",
                        "ServerReflectionInfo",
                        ServerReflectionResponse.getDefaultInstance(),
                        token);
        call.request.end(ServerReflectionRequest.newBuilder().setListServices("").build());
        return call;
    }

    /**
     * Sends bytes as they are, and no more.
     *
     * @param encoding null for none
     */
    public GrpcStatus raw(int port, String path, String token, String encoding, byte[] body)
            throws Exception {
        HttpClientOptions http2 =
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false);
        HttpClient http = vertx.createHttpClient(http2);
        try {
            return http.request(HttpMethod.POST, port, "127.0.0.1", path)
                    .compose(
                            request -> {
                                request.putHeader("content-type", "application/grpc")
                                        .putHeader("te", "trailers")
                                        .putHeader("authorization", "Bearer " + token);
                                if (encoding != null) {
                                    request.putHeader("grpc-encoding", encoding);
                                }
                                return request.send(Buffer.buffer(body));
                            })
                    .compose(response -> response.end().map(ended -> status(response)))
                    .await(60, TimeUnit.SECONDS);
        } finally {
            http.close();
        }
    }

    private static GrpcStatus status(HttpClientResponse response) {
        String trailer = response.getTrailer("grpc-status");
        String code = trailer == null ? response.getHeader("grpc-status") : trailer;
        return GrpcStatus.valueOf(Integer.parseInt(code));
    }

    private static GrpcStatus status(Throwable fault) {
        return fault instanceof InvalidStatusException told
                ? told.actualStatus()
                : GrpcStatus.CANCELLED;
    }

    @Override
    public void close() {
        client.close();
    }
}
