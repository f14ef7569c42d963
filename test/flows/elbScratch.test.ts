import { it } from 'vitest';
import { hexId } from '../../src/sandbox/world/aws/places.ts';
it('x', () => { for (const n of ['spare-1','classic-web-1','legacy-1']) console.log(n, hexId('i', `us-east-1 ${n}`)); });
