/** Imported before anything else: zod would try to make functions of text, which the page's security policy forbids. */
import { config } from 'zod';

config({ jitless: true });
