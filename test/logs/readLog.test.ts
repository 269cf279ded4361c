import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLog } from '../../src/logs/readLog.ts';
import { Logs } from '../../src/logs/logs.ts';
import { inOrder } from '../../src/logs/order.ts';
import { stretchOf } from '../../src/logs/stretch.ts';
import { implausible, readingNotes } from '../../src/logs/words.ts';
import { sourceOf } from '../world/context.ts';
import { complaintOf, logOf, requestsOf } from './texts.ts';

const ROWS = [
  [0, 100, 20, 'anna'],
  [30, 50, 10, 'ben'],
  [90, 7, 300, 'anna'],
] as const;
const noted = (text: string): string[] => readingNotes(stretchOf(logOf(text), { from: 0 }));

describe('the form of a log', () => {
  it.each([
    ['commas', 'time,prompt_tokens,completion_tokens,user\n0,100,20,anna\n30,50,10,ben\n90,7,300,anna\n'],
    ['semicolons', 'time;prompt_tokens;completion_tokens;user\n0;100;20;anna\n30;50;10;ben\n90;7;300;anna'],
    [
      'tabs',
      'time\tprompt_tokens\tcompletion_tokens\tuser\n0\t100\t20\tanna\n30\t50\t10\tben\n90\t7\t300\tanna\n',
    ],
    [
      'Windows',
      '\uFEFFtime,prompt_tokens,completion_tokens,user\r\n0,100,20,anna\r\n\r\n30,50,10,ben\r\n90,7,300,anna\r\n',
    ],
    [
      'quotes with separators and line ends in them',
      'text,time,"prompt_tokens",completion_tokens,user\n"so, he ""said""\nand went",0,100,20,anna\n"",30,"50",10,ben\nplain,90,7,300,"anna"\n',
    ],
    [
      'JSON Lines with the fields of an API',
      `${ROWS.map(([at, prompt, output, user]) => JSON.stringify({ created: at, user, usage: { prompt_tokens: prompt, completion_tokens: output, details: { cached: 1 } } })).join('\n')}\n`,
    ],
    [
      'a log of edgewise',
      `{"log":"edgewise.log/1","started":"2026-03-02T09:00:00Z"}\n${ROWS.map(([arrival, prompt, output, tenant], k) => JSON.stringify({ request: k, arrival, tenant, prompt, output, firstToken: arrival + 1, end: arrival + 2, status: 'ok', inFlight: 1 })).join('\n')}\n`,
    ],
  ])('may be %s', (_, text) => {
    expect(requestsOf(logOf(text))).toEqual(ROWS);
  });

  it('may be UTF-16, as spreadsheets write it', () => {
    const text = `\uFEFFtime\tinput\toutput\n0\t1\t2\n5\t3\t4\n`;
    const bytes = new Uint8Array(Uint16Array.from(text, (char) => char.charCodeAt(0)).buffer);
    let at = 0;
    const source = {
      read(buffer: Uint8Array): number {
        const piece = bytes.subarray(at, at + 7);
        buffer.set(piece);
        at += piece.length;
        return piece.length;
      },
      close: () => undefined,
    };
    expect(requestsOf(readLog('a', source))).toEqual([
      [0, 1, 2, ''],
      [5, 3, 4, ''],
    ]);
  });
});

describe('times', () => {
  const at = ['2026-03-02T09:00:00.250Z', '2026-03-02T09:01:00.750Z', '2026-03-08T20:00:00Z'];
  const seconds = at.map((time) => Date.parse(time) / 1000);
  const written = (times: readonly (string | number | bigint)[], zone = ''): string =>
    `time,input_tokens,output_tokens\n${times.map((time) => `${time}${zone},1,1`).join('\n')}\n`;

  it.each([
    ['epoch seconds', seconds],
    ['epoch milliseconds', seconds.map((second) => second * 1000)],
    ['epoch microseconds', seconds.map((second) => BigInt(second * 1e6))],
    ['epoch nanoseconds', seconds.map((second) => BigInt(second * 1000) * 1_000_000n)],
    ['dates and times with their zone', at],
    [
      'dates and times with their zone',
      ['2026-03-02 10:00:00.250+01:00', '"2026-03-02 10:01:00,75+0100"', '2026-03-08 21:00 +01'],
    ],
    ['dates and times without a zone', at.map((time) => time.replace('T', ' ').replace('Z', ''))],
    [
      'dates and times with the day first without a zone',
      ['02.03.2026 09:00:00,25', '2.3.2026 9:01:00.75', '08.03.2026, 20:00'].map((time) => `"${time}"`),
    ],
  ])('in %s are told apart, and that is said', (form, times) => {
    const log = logOf(written(times));
    expect(log.arrival[1]).toBeCloseTo(60.5, 5);
    expect(log.arrival[2]).toBeCloseTo(6 * 86400 + 11 * 3600 - 0.25, 5);
    expect(log.start).toBeCloseTo(seconds[0]!, 3);
    expect(noted(written(times))[0]).toBe(`CSV; times are ${form}, 2 to 8 March 2026`);
  });

  it('from a start of their own count in what the name of the column or the file says', () => {
    const rows = '0,1,1\n1500,1,1\n';
    expect(logOf(`time,input,output\n${rows}`).arrival[1]).toBe(1500);
    for (const name of ['arrival_ms', 'arrivalMs', 'time (ms)', 'timestamp_ms'])
      expect(logOf(`${name},input,output\n${rows}`).arrival[1], name).toBe(1.5);
    for (const name of ['ts', 'TS', 'starts'])
      expect(
        logOf(`${name},input,output\n1772442000000,1,1\n1772442001500,1,1\n`, { columns: { time: name } })
          .arrival[1],
        name,
      ).toBe(1.5);
    expect(logOf(`time,input,output\n${rows}`, { unit: 'us' }).arrival[1]).toBeCloseTo(0.0015, 12);
    expect(noted(`time,input,output\n${rows}`)[0]).toBe('CSV; times are seconds from the start of the log');
  });

  it('that are dates take no unit', () => {
    const text = 'time,input,output\n2026-03-02T09:00:00Z,1,1\n';
    expect(complaintOf(text, { unit: 'ns' })).toContain(
      'a.log:2: unit: ns is of times that are plain numbers, and these are dates and times with their zone',
    );
    expect(complaintOf(text, { unit: 'ns' })).toContain('allowed: no unit beside such times');
  });

  it('that go over years are doubted', () => {
    const doubts = (rows: string): string[] =>
      implausible(stretchOf(logOf(`time,input,output\n${rows}`), { from: 0 }));
    expect(doubts('0,1,1\n60000000,1,1\n')).toEqual([
      'the log goes over 1.9 years by its times: are they milliseconds? unit: ms says so',
    ]);
    expect(doubts('0,1,1\n600000,1,1\n')).toEqual([]);
  });

  it('with slashes are not guessed where either number may be the day', () => {
    const text = 'time,input,output\n09/11/2026 18:00:08,1,1\n';
    expect(complaintOf(text)).toContain(
      'a.log:2: whether the day or the month is first in "09/11/2026 18:00:08" is not known',
    );
    expect(complaintOf(text)).toContain('02.03.2026 09:00:00');
    const turned = (...times: readonly string[]): string => written(times.map((time) => `"${time}"`));
    expect(noted(turned('19/11/2026 09:00', '20/11/2026 09:00'))[0]).toBe(
      'CSV; times are dates and times with the day first without a zone, 19 to 20 November 2026',
    );
    const first = turned('11/19/2026 09:00:00Z', '11/9/2026 10:00+01:00');
    expect(noted(first)[0]).toBe(
      'CSV; times are dates and times with the month first with their zone, 9 to 19 November 2026',
    );
    expect(complaintOf(turned('19/11/2026 09:00', '11/30/2026 09:00'))).toContain(
      'a.log:3: a time cannot be "11/30/2026 09:00" beside those before it',
    );
  });

  it('in two forms are a mistake, with the line', () => {
    expect(complaintOf('time,input,output\n2026-03-02T09:00:00Z,1,1\n1772442000,1,1\n')).toBe(
      [
        'a.log:3: a time cannot be "1772442000" beside those before it',
        '  3 | 1772442000,1,1',
        '    | ^^^^^^^^^^',
        '      allowed: times in one form throughout',
      ].join('\n'),
    );
  });
});

describe('order', () => {
  it('that of completion becomes that of arrival, and that is said', () => {
    const text = 'time,input,output,user\n40,1,1,a\n0,2,1,b\n40,3,1,c\n20,4,1,a\n';
    expect(requestsOf(logOf(text))).toEqual([
      [0, 2, 1, 'b'],
      [20, 4, 1, 'a'],
      [40, 1, 1, 'a'],
      [40, 3, 1, 'c'],
    ]);
    expect(noted(text)).toContain('rows are not in order of arrival: sorted on reading');
    expect(noted('time,input,output\n0,1,1\n0,1,1\n9,1,1\n')).not.toContain('sorted');
  });

  it('is found by merging as any stable sort finds it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (values) => {
        const places = values.map((_, place) => place).sort((a, b) => values[a]! - values[b]! || a - b);
        expect([...inOrder(Float64Array.from(values))]).toEqual(places);
      }),
    );
  });
});

describe('rows without an answer', () => {
  const text = [
    'time,input,output,status,error',
    '0,5,6,ok,',
    '10,5,,ok,',
    '20,5,0,200,',
    '30,5,7,500,',
    '40,,,timeout,',
    '50,5,7,200,out of memory',
    '60,5,8,settled,null',
  ].join('\n');

  it('are counted, said and left out', () => {
    expect(requestsOf(logOf(text)).map(([at]) => at)).toEqual([0, 60]);
    expect(noted(text)).toContain(
      'rows left out: 3 that ended in an error, 2 without output (errors: keep takes them in); status settled taken for an answer',
    );
  });

  it('are taken in when they are asked for, with at least one token', () => {
    const log = logOf(text, { errors: 'keep' });
    expect(requestsOf(log).map(([, prompt, output]) => [prompt, output])).toEqual([
      [5, 6],
      [5, 1],
      [5, 1],
      [5, 7],
      [1, 1],
      [5, 7],
      [5, 8],
    ]);
  });

  it('are all there are: that is a mistake', () => {
    for (const status of ['Fehler', 'fehlgeschlagen', 'abgebrochen', 'erreur', '500', 'timed out'])
      expect(complaintOf(`time,input,output,status\n0,1,1,${status}\n`)).toContain('1 ended in an error');
    expect(complaintOf('time,input,output,status\n0,1,1,error\n')).toBe(
      'a.log: no request of it got an answer: 1 ended in an error, 0 have no output; errors: keep takes them in',
    );
  });
});

describe('columns', () => {
  it('with usual names are recognised, the more telling ones first', () => {
    const { columns } = logOf(
      'id,timestamp,prompt,prompt_tokens,output_tokens,api_key,Status Code\n1,0,"say, hello",9,8,sk-1234567890abcdef,200\n',
    ).found;
    expect(columns).toEqual({
      time: 'timestamp',
      prompt: 'prompt_tokens',
      output: 'output_tokens',
      tenant: 'api_key',
      status: 'Status Code',
    });
  });

  it('with other names are named, some or all of them', () => {
    const text = 'when,in,out,who\n0,3,4,me\n';
    const columns = { prompt: 'in', output: 'out', tenant: 'who' };
    expect(requestsOf(logOf(text, { columns }))).toEqual([[0, 3, 4, 'me']]);
    expect(complaintOf(text, { columns: { ...columns, tenant: 'whom' } })).toBe(
      'a.log:1: no column "whom"; the log has when, in, out, who',
    );
    expect(complaintOf(text)).toBe(
      'a.log:1: no column is known for the prompt tokens and the output tokens; the log has when, in, out, who; say which is which, as columns: { time: ..., prompt: ..., output: ... }',
    );
  });

  it('that are all unknown are told as a list', () => {
    expect(complaintOf('wann,rein,raus\n1,3,4\n')).toMatch(
      /no column is known for the time of arrival, the prompt tokens and the output tokens; the log has wann, rein, raus;/,
    );
  });

  it('of keys are not passed on whole, and stay apart', () => {
    const keys = ['sk-aaaaaaaaaaaa1111', 'sk-bbbbbbbbbbbb1111', 'short'];
    const log = logOf(`time,input,output,api_key\n${keys.map((key, k) => `${k},1,1,${key}`).join('\n')}\n`);
    expect(log.tenants).toEqual(['sk-…1111', 'sk-…1111 (2)', 'short']);
  });

  it('takes a name for the same whatever blanks are around it', () => {
    const log = logOf('time,prompt_tokens,completion_tokens,user\n0,1,2,"ann" \n1,1,2,ann\n2,1,2, ann\n');
    expect(log.tenants).toEqual(['ann']);
  });
});

describe('what is wrong is one screen', () => {
  it.each([
    ['time,input,output\n0,many,3\n', 'a.log:2: a length must be a whole number of tokens, not "many"'],
    ['time,input,output,input\n0,1,3,2\n', 'a.log:1: two columns are called "input"'],
    ['time,input,output\n0,1.5,3\n', 'a.log:2: a length must be a whole number of tokens, not "1.5"'],
    ['time,input,output\n0,-1,3\n', 'a.log:2: a length must be a whole number of tokens, not "-1"'],
    ['time,input,output\nnoon,1,3\n', 'a.log:2: a time cannot be "noon"'],
    ['time,input,output\n0,1,3\n,1,3\n', 'a.log:3: a time cannot be "" beside those before it'],
    ['{"time":0,"input":1,"output":3}\n{"time":1,', 'a.log:2: the line is not JSON: '],
    ['[{"time":0}]', 'a.log:1: is one JSON array; what is read is JSON Lines, an object on each line'],
    ['time,input,output\n"0,1,3\n', 'a.log:2: a quote is opened and not closed'],
    ['', 'a.log: the file is empty'],
    [
      'PK\u0003\u0004 sheet',
      'a.log: is a zip or a spreadsheet; what is read is text: unzip it, or save it as CSV first',
    ],
    ['PAR1....', 'a.log: is Parquet; what is read is text: make CSV of it with DuckDB first'],
    ['time\u0000input', 'a.log: is no text: it has bytes of 0'],
    ['time,input,output\n', 'a.log: has a header and no requests'],
  ])('%j', (text, complaint) => {
    const said = complaintOf(text);
    expect(said.split('\n')[0]!.startsWith(complaint), said).toBe(true);
    expect(said.split('\n').length).toBeLessThan(6);
  });

  it('as bytes that are compressed', () => {
    const bytes = Uint8Array.of(0x1f, 0x8b, 8, 0, 255, 10, 44);
    const source = {
      read: (buffer: Uint8Array) => (buffer.set(bytes), bytes.length),
      close: () => undefined,
    };
    expect(() => readLog('a.csv.gz', source)).toThrow(
      'a.csv.gz: is compressed with gzip; what is read is text: gunzip it first',
    );
  });

  it('however long the line is, and whatever is in it', () => {
    const said = complaintOf(`time,input,output,text\n0,x,3,${'\u001b[31m'.repeat(200)}\n`);
    expect(said).not.toContain('\u001b');
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThan(130);
  });
});

it('a log is read once however often it is asked for, and anew with other options', () => {
  let opened = 0;
  const logs = new Logs(() => {
    opened++;
    return sourceOf('time,input,output,status\n0,1,1,ok\n1,1,1,error\n');
  });
  expect(logs.read('a')).toBe(logs.read('a', {}));
  expect(opened).toBe(1);
  expect(logs.read('a', { errors: 'keep' }).size).toBe(2);
  expect(opened).toBe(2);
});
