/** Imported first: stops zod from generating code, which the page's security policy forbids. */
import { config } from 'zod';

config({ jitless: true });
