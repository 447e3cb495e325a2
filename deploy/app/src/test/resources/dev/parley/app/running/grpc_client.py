"""Holds a conversation over gRPC, speaks and listens: grpc_client.py AGENT STT TTS TOOLS TOKEN PCM-AT-16-KHZ"""

import sys
import time

import grpc
from dev.parley.v1 import (
    agent_pb2,
    agent_pb2_grpc,
    sound_pb2,
    stt_pb2,
    stt_pb2_grpc,
    tools_pb2,
    tools_pb2_grpc,
    tts_pb2,
    tts_pb2_grpc,
    voice_pb2,
    voice_pb2_grpc,
)

agent_at, stt_at, tts_at, tools_at, token, pcm = sys.argv[1:]
bearer = [("authorization", "Bearer " + token)]
piece = 3200


def spoken():
    yield voice_pb2.ConverseRequest(begin=voice_pb2.ConverseRequest.Begin(input_rate=16000, zone="UTC"))
    sound = open(pcm, "rb").read() + bytes(16000 * 2)
    for at in range(0, len(sound), piece):
        yield voice_pb2.ConverseRequest(sound=sound[at : at + piece])
        time.sleep(0.05)


with grpc.insecure_channel(agent_at) as channel:
    check = channel.unary_unary("/grpc.health.v1.Health/Check")
    answer = check(b"\x0a\x13dev.parley.v1.Agent", timeout=10)
    print("health", "SERVING" if answer == b"\x08\x01" else answer)

    agent = agent_pb2_grpc.AgentStub(channel)
    try:
        list(agent.Say(agent_pb2.SayRequest(text="hello"), timeout=10))
    except grpc.RpcError as refused:
        print("without a token", refused.code().name)

    voice = voice_pb2_grpc.VoiceStub(channel)
    sounded = 0
    for event in voice.Converse(spoken(), timeout=60, metadata=bearer):
        kind = event.WhichOneof("event")
        if kind == "transcript":
            print("heard", event.transcript.text)
        elif kind == "intent":
            print("intent", event.intent.name)
        elif kind == "reply_text":
            print("reply", event.reply_text.text)
        elif kind == "reply_sound":
            sounded += len(event.reply_sound.sound)
    print("sound", sounded)

    request = agent_pb2.SayRequest(text="what is three times twelve", idempotency_key="once")
    first = [e for e in agent.Say(request, timeout=30, metadata=bearer)]
    again = [e for e in agent.Say(request, timeout=30, metadata=bearer)]
    print("said", " ".join(e.sentence.text for e in first if e.HasField("sentence")))
    assert [e.sentence for e in first if e.HasField("sentence")] == [
        e.sentence for e in again if e.HasField("sentence")
    ], "the same key is the same turn"

with grpc.insecure_channel(tools_at) as channel:
    tools = tools_pb2_grpc.ToolsStub(channel)
    listed = tools.ListTools(tools_pb2.ListToolsRequest(), timeout=10, metadata=bearer)
    print("tools", *(tool.name for tool in listed.tools))
    called = tools.CallTool(
        tools_pb2.CallToolRequest(tool="calculator", arguments={"expression": "12 + 24"}), timeout=30, metadata=bearer
    )
    print("called", called.call.tool, called.call.status, dict(called.call.result))

rate16 = sound_pb2.SoundFormat(rate=16000)
with grpc.insecure_channel(tts_at) as channel:
    tts = tts_pb2_grpc.TtsStub(channel)
    request = tts_pb2.SpeakRequest(text="what is twelve plus twelve", format=rate16)
    made = b"".join(e.sound for e in tts.Speak(request, timeout=30, metadata=bearer))
    print("made", len(made))


def heard():
    yield stt_pb2.RecognizeRequest(begin=stt_pb2.RecognizeRequest.Begin(format=rate16))
    sound = bytes(16000) + made + bytes(16000)
    for at in range(0, len(sound), piece):
        yield stt_pb2.RecognizeRequest(sound=sound[at : at + piece])


with grpc.insecure_channel(stt_at) as channel:
    stt = stt_pb2_grpc.SttStub(channel)
    for event in stt.Recognize(heard(), timeout=30, metadata=bearer):
        kind = event.WhichOneof("event")
        if kind == "final":
            print("understood", event.final.text)
        elif kind == "speech_ended":
            print("ended", event.speech_ended.end_millis)
