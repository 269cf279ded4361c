/** The address of a queue, for the commands that are of no use without one. */
import { parseAddress, type QueueAddress } from '../../queue/address.ts';
import type { Typed } from '../command.ts';
import { Fault } from '../fault.ts';
import { several } from './readFlags.ts';

export function queueAddress(typed: Typed, command: string): QueueAddress {
  const [written, second] = several(typed, 'queue');
  if (written === undefined || second !== undefined)
    throw new Fault(
      `edgewise ${command}: --queue ${second === undefined ? 'is missing' : 'is given more than once'}, as in edgewise ${command} --queue redis://host\n  see edgewise ${command.split(' ')[0]} --help`,
    );
  return addressOf(written);
}

/** The password is not in it, where everybody on the machine would see it. */
export function addressOf(url: string): QueueAddress {
  return parseAddress(url, process.env['EDGEWISE_QUEUE_PASSWORD']);
}
