/**
 * llama.cpp behind the OpenAI-compatible protocol: sequences that decode together, who waits first come first served.
 * node server.js MODEL SLOTS says its port and serves until it is stopped.
 */
import { createServer } from 'node:http';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

const [modelPath, slotsText] = process.argv.slice(2);
const slots = Number(slotsText);
const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, maxThreads: 1 });
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({
  sequences: slots,
  contextSize: 768,
  batchSize: 512,
  threads: 1,
  ignoreMemorySafetyChecks: true,
});
const free = Array.from({ length: slots }, () => context.getSequence());
const waiting = [];

const sequence = async () => free.pop() ?? new Promise((resolve) => waiting.push(resolve));
const giveBack = (one) => {
  const next = waiting.shift();
  if (next) next(one);
  else free.push(one);
};

async function complete(body, response, chat) {
  const prompt = chat ? body.messages[0].content : body.prompt;
  const tokens = model.tokenize(prompt);
  const one = await sequence();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const event = (value) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  let count = 0;
  try {
    await one.clearHistory();
    for await (const token of one.evaluate(tokens, { temperature: 0, yieldEogToken: true })) {
      count++;
      const piece = model.detokenize([token]) || '?';
      event({
        choices: [
          chat ? { delta: { content: piece }, finish_reason: null } : { text: piece, finish_reason: null },
        ],
      });
      if (count >= body.max_tokens || response.destroyed) break;
    }
  } finally {
    giveBack(one);
  }
  event({ choices: [chat ? { delta: {}, finish_reason: 'length' } : { text: '', finish_reason: 'length' }] });
  event({ choices: [], usage: { prompt_tokens: tokens.length, completion_tokens: count } });
  response.end('data: [DONE]\n\n');
}

const server = createServer(async (request, response) => {
  let text = '';
  for await (const part of request) text += part;
  const chat = request.url === '/v1/chat/completions';
  if (request.url === '/v1/models')
    return response.end(JSON.stringify({ data: [{ id: 'random', owned_by: 'test', max_model_len: 512 }] }));
  if (!chat && request.url !== '/v1/completions') return response.writeHead(404).end();
  return complete(JSON.parse(text), response, chat);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
