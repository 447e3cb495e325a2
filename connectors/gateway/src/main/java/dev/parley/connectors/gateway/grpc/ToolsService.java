package dev.parley.connectors.gateway.grpc;

import dev.parley.connectors.gateway.turns.ToolCalls;
import dev.parley.connectors.gateway.turns.TurnRefusedException;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.grpc.v1.CallToolRequest;
import dev.parley.schemas.grpc.v1.CallToolResponse;
import dev.parley.schemas.grpc.v1.ListToolsRequest;
import dev.parley.schemas.grpc.v1.ListToolsResponse;
import dev.parley.schemas.grpc.v1.ToolDescription;
import dev.parley.schemas.grpc.v1.ToolsProto;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolRegistry;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;

/** {@code dev.parley.v1.Tools}: what the agent can do. */
final class ToolsService {
    static final ServiceName NAME = ServiceName.create("dev.parley.v1", "Tools");
    private static final int NAME_CHARACTERS = 100;
    private static final int MOST_ARGUMENTS = 50;

    private final Vertx vertx;
    private final ToolRegistry registry;
    private final ToolCalls calls;

    ToolsService(Vertx vertx, ToolRegistry registry, ToolCalls calls) {
        this.vertx = vertx;
        this.registry = registry;
        this.calls = calls;
    }

    Service service() {
        return Service.service(NAME, ToolsProto.getDescriptor().findServiceByName("Tools"))
                .bind(
                        ServiceMethod.server(
                                NAME,
                                "ListTools",
                                GrpcMessageEncoder.<ListToolsResponse>encoder(),
                                GrpcMessageDecoder.<ListToolsRequest>decoder(
                                        ListToolsRequest.getDefaultInstance())),
                        this::list)
                .bind(
                        ServiceMethod.server(
                                NAME,
                                "CallTool",
                                GrpcMessageEncoder.<CallToolResponse>encoder(),
                                GrpcMessageDecoder.<CallToolRequest>decoder(
                                        CallToolRequest.getDefaultInstance())),
                        this::call)
                .build();
    }

    private void list(GrpcServerRequest<ListToolsRequest, ListToolsResponse> call) {
        Answer<ListToolsResponse> answer =
                new Answer<>(call.response(), vertx.getOrCreateContext());
        UsersCall.handle(
                call,
                ListToolsRequest.getDefaultInstance(),
                answer,
                "grpc-tools",
                (request, user) -> {
                    answer.send(list());
                    answer.end();
                });
    }

    private ListToolsResponse list() {
        ListToolsResponse.Builder list = ListToolsResponse.newBuilder();
        for (Tool.Descriptor tool : registry.descriptors()) {
            list.addTools(
                    ToolDescription.newBuilder()
                            .setName(tool.name())
                            .setDescription(tool.description())
                            .addAllRequired(tool.arguments().required())
                            .addAllOptional(tool.arguments().optional())
                            .setAccess(access(tool.access()))
                            .setSensitive(
                                    tool.sensitivity() == Tool.Sensitivity.SENSITIVE
                                            || tool.access() == Tool.Access.EXECUTE)
                            .setIdempotent(tool.idempotent()));
        }
        return list.build();
    }

    private static ToolDescription.Access access(Tool.Access access) {
        return switch (access) {
            case READ -> ToolDescription.Access.ACCESS_READ;
            case WRITE -> ToolDescription.Access.ACCESS_WRITE;
            case EXECUTE -> ToolDescription.Access.ACCESS_EXECUTE;
        };
    }

    private void call(GrpcServerRequest<CallToolRequest, CallToolResponse> call) {
        Answer<CallToolResponse> answer = new Answer<>(call.response(), vertx.getOrCreateContext());
        call.errorHandler(error -> answer.abandon());
        call.exceptionHandler(fault -> answer.abandon());
        UsersCall.handle(
                call,
                CallToolRequest.getDefaultInstance(),
                answer,
                "grpc-tool",
                (request, user) -> call(request, user, answer));
    }

    private void call(CallToolRequest request, UserId user, Answer<CallToolResponse> answer)
            throws BadRequestException, TurnRefusedException, InterruptedException {
        String tool = request.getTool();
        if (tool.isBlank()
                || tool.length() > NAME_CHARACTERS
                || request.getArgumentsCount() > MOST_ARGUMENTS) {
            throw new BadRequestException(
                    "A call names a tool, and has at most " + MOST_ARGUMENTS + " arguments.");
        }
        calls.call(user, tool, request.getArgumentsMap())
                .ifPresentOrElse(
                        result -> {
                            answer.send(
                                    CallToolResponse.newBuilder()
                                            .setCall(TurnMessages.tool(result))
                                            .build());
                            answer.end();
                        },
                        () ->
                                answer.fail(
                                        GrpcStatus.DEADLINE_EXCEEDED,
                                        "The call had no result in time."));
    }
}
