import { describe, expect, it } from 'vitest';
import type { Field, Form } from '../../../src/model/form.ts';
import {
  acceptedValues,
  faultOf,
  faultsOf,
  initialValues,
  shownFields,
} from '../../../src/state/form/checkForm.ts';

const port: Field = { kind: 'number', key: 'port', label: 'Port', min: 1, max: 65_535 };
const name: Field = {
  kind: 'text',
  key: 'name',
  label: 'Name',
  check: (text) => (text === 'all' ? 'That is taken: choose another' : null),
};
const how: Field = {
  kind: 'choice',
  key: 'how',
  label: 'How',
  initial: 'env',
  options: [
    { value: 'env', label: 'variable' },
    { value: 'file', label: 'file' },
  ],
};
const where: Field = {
  kind: 'text',
  key: 'where',
  label: 'Where',
  shownWhen: (values) => values['how'] === 'file',
};
const key: Field = { kind: 'secret', key: 'key', label: 'Key', optional: true };
const form: Form = { title: 'A form', fields: [name, port, how, where, key] };

describe('one field', () => {
  it.each([
    [port, '80', null],
    [port, ' 65535 ', null],
    [port, '', 'Port is empty: it is needed'],
    [port, '0', 'Port is "0": a whole number from 1 to 65535 is needed'],
    [port, '65536', 'Port is "65536": a whole number from 1 to 65535 is needed'],
    [port, '8o', 'Port is "8o": a whole number from 1 to 65535 is needed'],
    [port, '1e3', 'Port is "1e3": a whole number from 1 to 65535 is needed'],
    [name, 'all', 'That is taken: choose another'],
    [name, '   ', 'Name is empty: it is needed'],
    [name, 'x'.repeat(1025), 'Name is 1025 characters long: at most 1024'],
    [how, 'other', 'How is "other": one of env, file is needed'],
    [key, '', null],
  ] as const)('%#: %j', (field, text, fault) => {
    expect(faultOf(field, { [field.key]: text })).toBe(fault);
  });

  it('may not hold control characters, and the fault does not repeat them', () => {
    const fault = faultOf(name, { name: 'a\u001b[2Jb' });
    expect(fault).toBe('Name holds control characters: type it again without them');
  });
});

describe('a whole form', () => {
  it('asks only for what is shown, and keeps what is hidden', () => {
    const values = { ...initialValues(form), name: 'shop', port: '80', where: '/kept' };
    expect(shownFields(form, values).map((field) => field.key)).toEqual(['name', 'port', 'how', 'key']);
    expect(faultsOf(form, values)).toEqual({});
    expect(faultsOf(form, { ...values, how: 'file', where: '' })).toEqual({
      where: 'Where is empty: it is needed',
    });
    expect(acceptedValues(form, values)).toEqual({ name: 'shop', port: '80', how: 'env' });
  });

  it('names every fault at once, and looks at the whole when each field is right', () => {
    const checked: Form = { ...form, check: () => ({ name: 'Both are the same' }) };
    expect(Object.keys(faultsOf(checked, initialValues(form)))).toEqual(['name', 'port']);
    expect(faultsOf(checked, { ...initialValues(form), name: 'a', port: '1' })).toEqual({
      name: 'Both are the same',
    });
  });

  it('trims what is typed, but not a secret', () => {
    const values = { ...initialValues(form), name: ' shop ', port: ' 80', key: ' two spaces ' };
    expect(acceptedValues(form, values)).toMatchObject({ name: 'shop', port: '80', key: ' two spaces ' });
  });
});
