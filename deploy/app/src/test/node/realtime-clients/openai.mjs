// The client of the npm package openai speaks to Parley over TLS.
// usage: node openai.mjs <plain port> <token> <pcm file> <pkcs12 file> <its password> <ca pem file>
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { Happenings, play, speak, spoken } from './scene.mjs';

const [port, apiKey, question, pfx, passphrase, ca] = process.argv.slice(2);

/** Ends TLS before a plain port. */
const entrance = tls.createServer({ pfx: readFileSync(pfx), passphrase }, (outside) => {
  const inside = net.connect(Number(port), '127.0.0.1');
  outside.pipe(inside).pipe(outside);
  outside.on('error', () => inside.destroy());
  inside.on('error', () => outside.destroy());
});
await new Promise((resolve) => entrance.listen(0, '127.0.0.1', resolve));

const client = new OpenAI({ apiKey, baseURL: `https://127.0.0.1:${entrance.address().port}/v1` });

async function talk(settings = {}) {
  const socket = new OpenAIRealtimeWS(
    { model: 'parley', options: { ca: readFileSync(ca) } },
    client,
  );
  const happened = new Happenings();
  socket.on('event', (event) => happened.add(event));
  socket.on('error', (fault) => happened.add({ type: 'client.fault', fault }));
  await happened.first('session.created');
  if (Object.keys(settings).length > 0) {
    socket.send({ type: 'session.update', session: { type: 'realtime', ...settings } });
    await happened.first('session.updated');
  }
  return { socket, happened };
}

function type(socket, text, response = undefined) {
  socket.send({
    type: 'conversation.item.create',
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
  });
  socket.send({ type: 'response.create', ...(response ? { response } : {}) });
}

const speech = (socket, pcm) =>
  speak(pcm, (piece) =>
    socket.send({ type: 'input_audio_buffer.append', audio: piece.toString('base64') }),
  );

await play({
  async 'a turn by voice'() {
    const { socket, happened } = await talk();
    await speech(socket, spoken(question));
    const done = await happened.first('response.done');
    assert.equal(done.response.status, 'completed');
    assert.match(done.response.output[0].content[0].transcript, /tokyo/i);
    const heard = happened.of('conversation.item.input_audio_transcription.completed')[0];
    assert.match(heard.transcript, /time/);
    assert.ok(happened.of('response.output_audio.delta').length > 0);
    assert.deepEqual(happened.of('client.fault'), []);
    socket.close();
  },

  async 'push to talk in the format of the telephone'() {
    const format = { type: 'audio/pcmu' };
    const { socket, happened } = await talk({
      audio: { input: { turn_detection: null }, output: { format } },
    });
    await speech(socket, spoken(question, 300));
    socket.send({ type: 'input_audio_buffer.commit' });
    const committed = await happened.first('input_audio_buffer.committed');
    const item = await happened.first('conversation.item.done');
    assert.equal(item.item.id, committed.item_id);
    assert.deepEqual(happened.of('response.created'), []);
    socket.send({ type: 'response.create' });
    const done = await happened.first('response.done');
    assert.equal(done.response.status, 'completed');
    assert.match(done.response.output[0].content[0].transcript, /tokyo/i);
    assert.equal(done.response.audio.output.format.type, 'audio/pcmu');
    assert.deepEqual(happened.of('input_audio_buffer.speech_started'), []);
    assert.deepEqual(happened.of('client.fault'), []);
    socket.close();
  },

  async 'a turn in text that is answered in text'() {
    const { socket, happened } = await talk({ output_modalities: ['text'] });
    type(socket, 'what is twelve times seven', { metadata: { topic: 'sums' } });
    const done = await happened.first('response.done');
    assert.equal(done.response.status, 'completed');
    assert.equal(done.response.metadata.topic, 'sums');
    assert.match(done.response.output[0].content[0].text, /84/);
    assert.deepEqual(happened.of('response.output_audio.delta'), []);
    assert.deepEqual(happened.of('client.fault'), []);
    socket.close();
  },

  async 'an interruption by the client'() {
    const { socket, happened } = await talk();
    type(socket, 'what can you do');
    const created = await happened.first('response.created');
    await happened.first('response.output_audio.delta');
    socket.send({ type: 'response.cancel', response_id: created.response.id });
    await Promise.any([
      happened.first('parley.reply.cancelled'),
      happened.first('response.done', (event) => event.response.status === 'cancelled'),
    ]);
    const item = happened.of('response.output_item.added')[0].item.id;
    socket.send({
      type: 'conversation.item.truncate',
      item_id: item,
      content_index: 0,
      audio_end_ms: 200,
    });
    const truncated = await happened.first('conversation.item.truncated');
    assert.equal(truncated.item_id, item);
    socket.send({ type: 'conversation.item.delete', item_id: item });
    await happened.first('conversation.item.deleted');
    assert.deepEqual(happened.of('client.fault'), []);
    socket.close();
  },

  async 'a function of the client'() {
    const { socket, happened } = await talk({
      tools: [
        {
          type: 'function',
          name: 'weather',
          parameters: {
            type: 'object',
            properties: { place: { type: 'string' } },
            required: ['place'],
          },
        },
      ],
      tool_choice: { type: 'function', name: 'weather' },
    });
    type(socket, 'what time is it in tokyo');
    const call = await happened.first('response.function_call_arguments.done');
    assert.equal(JSON.parse(call.arguments).place.toLowerCase(), 'tokyo');
    await happened.first('response.done');
    socket.send({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: call.call_id, output: 'It is sunny.' },
    });
    socket.send({ type: 'response.create' });
    const done = await happened.first(
      'response.done',
      (event) => event.response.output[0]?.type === 'message',
    );
    assert.match(done.response.output[0].content[0].transcript, /sunny/);
    assert.deepEqual(happened.of('client.fault'), []);
    socket.close();
  },

  async 'what is left out is refused by name'() {
    const { socket, happened } = await talk();
    const refused = [
      { type: 'response.create', event_id: 'e1', response: { conversation: 'none' } },
      { type: 'session.update', event_id: 'e2', session: { type: 'realtime', prompt: { id: 'p' } } },
      {
        type: 'conversation.item.create',
        event_id: 'e3',
        item: {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_image', image_url: 'data:image/png;base64,AA==' }],
        },
      },
    ];
    for (const event of refused) {
      socket.send(event);
      const fault = await happened.first('error', (each) => each.error.event_id === event.event_id);
      assert.equal(fault.error.code, 'unsupported_value');
      assert.equal(fault.error.type, 'invalid_request_error');
    }
    type(socket, 'hello');
    assert.equal((await happened.first('response.done')).response.status, 'completed');
    socket.close();
  },
});
