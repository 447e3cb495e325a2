// @openai/agents-realtime speaks to Parley over a plain WebSocket.
// usage: node agents.mjs <ws url> <token> <pcm file of "what time is it in tokyo">
import assert from 'node:assert/strict';
import { OpenAIRealtimeWebSocket, RealtimeAgent, RealtimeSession, tool } from '@openai/agents-realtime';
import { z } from 'zod';
import { Happenings, play, speak, spoken } from './scene.mjs';

const [url, apiKey, question] = process.argv.slice(2);

async function talk(options = {}, address = url) {
  const { tools = [], config = {} } = options;
  const transport = new OpenAIRealtimeWebSocket({ url: address });
  const agent = new RealtimeAgent({ name: 'test', instructions: 'Answer.', tools });
  const session = new RealtimeSession(agent, { transport, config });
  const happened = new Happenings();
  const faults = [];
  session.on('transport_event', (event) => happened.add(event));
  session.on('error', (fault) => faults.push(fault));
  session.on('audio_interrupted', () => happened.add({ type: 'client.interrupted' }));
  await session.connect({ apiKey, url: address });
  await happened.first('session.updated', (event) => event.session.audio.input.turn_detection);
  return { session, transport, happened, faults };
}

function said(session, role) {
  return session.history
    .filter((item) => item.type === 'message' && item.role === role)
    .map((item) => item.content.map((part) => part.transcript ?? part.text ?? '').join(' '))
    .join(' | ');
}

function toArrayBuffer(buffer) {
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
}

const speech = (session, pcm) => speak(pcm, (piece) => session.sendAudio(toArrayBuffer(piece)));

await play({
  async 'a turn by voice'() {
    const { session, happened, faults } = await talk();
    await speech(session, spoken(question));
    const done = await happened.first('response.done');
    assert.equal(done.response.status, 'completed');
    const sound = happened.of('response.output_audio.delta').map((event) => event.delta.length);
    assert.ok(sound.reduce((a, b) => a + b, 0) > 20_000, 'the reply is heard');
    await happened.first('conversation.item.retrieved');
    assert.match(said(session, 'user'), /time/);
    assert.match(said(session, 'assistant'), /tokyo/i);
    assert.deepEqual(faults, []);
    session.close();
  },

  async 'a turn in text'() {
    const { session, happened, faults } = await talk();
    session.sendMessage('what is twelve times seven');
    const done = await happened.first('response.done');
    assert.equal(done.response.status, 'completed');
    assert.match(said(session, 'assistant'), /84/);
    assert.match(said(session, 'user'), /twelve times seven/);
    assert.deepEqual(faults, []);
    session.close();
  },

  async 'an interruption'() {
    const { session, happened, faults } = await talk();
    session.sendMessage('what can you do');
    const first = await happened.first('response.created');
    await happened.first('response.output_audio.delta');
    await speech(session, spoken(question));
    await happened.first('client.interrupted');
    const truncated = await happened.first('conversation.item.truncated');
    assert.ok(truncated.audio_end_ms > 0);
    const stopped =
      happened.of('parley.reply.cancelled').length +
      happened.of('response.done').filter((event) => event.response.status === 'cancelled').length;
    assert.equal(stopped, 1, 'the server stopped the reply too: ' + happened.types().join(' '));
    const next = await happened.first(
      'response.done',
      (event) => event.response.id !== first.response.id,
    );
    assert.equal(next.response.status, 'completed');
    assert.match(said(session, 'assistant'), /tokyo/i);
    assert.deepEqual(faults, []);
    session.close();
  },

  async 'a function of the client'() {
    const asked = [];
    const weather = tool({
      name: 'weather',
      description: 'tells the weather',
      parameters: z.object({ place: z.string() }),
      async execute({ place }) {
        asked.push(place);
        return `It is sunny in ${place}.`;
      },
    });
    const { session, happened, faults } = await talk({
      tools: [weather],
      config: { toolChoice: { type: 'function', name: 'weather' } },
    });
    session.sendMessage('what time is it in tokyo');
    await happened.first('response.done', (event) => event.response.output[0]?.type === 'message');
    assert.deepEqual(asked.map((place) => place.toLowerCase()), ['tokyo']);
    assert.match(said(session, 'assistant'), /sunny in tokyo/i);
    const call = session.history.find((item) => item.type === 'function_call');
    assert.equal(call.status, 'completed');
    assert.match(call.output, /sunny/);
    assert.deepEqual(faults, []);
    session.close();
  },

  async 'coming back'() {
    const before = await talk();
    before.session.sendMessage('hello');
    const done = await before.happened.first('response.done');
    const id = before.happened.of('session.created')[0].session.id;
    before.session.close();
    const after = `${url}?session=${id}&after=${encodeURIComponent(done.event_id)}`;
    const { session, happened, faults } = await talk({}, after);
    const resumed = await happened.first('parley.session.resumed');
    assert.equal(resumed.session_id, id);
    session.sendMessage('what is twelve times seven');
    const next = await happened.first(
      'response.done',
      (event) => event.response.id !== done.response.id,
    );
    assert.equal(next.response.status, 'completed');
    assert.match(said(session, 'assistant'), /84/);
    assert.deepEqual(faults, []);
    session.close();
  },
});
